"""What two computers believed is compared with what there is."""

from workflow.domain.torture import NAMES, Seen, judged, page

ALL = tuple(range(10))


def seen(won: tuple[int, ...], counted: int = 10, lines: int = 10) -> Seen:
    return Seen(dict.fromkeys(NAMES, won), counted, lines)


def test_one_winner_each_and_nothing_lost_is_safe() -> None:
    verdict = judged({"A": seen(ALL[:4]), "B": seen(ALL[4:])}, 10, 20, 20)
    assert verdict.safe
    assert "SAFE: two" in page(verdict, "Z:", "2026-11-23")
    assert "20 tried, 0 lost" in page(verdict, "Z:", "2026-11-23")


def test_two_winners_of_one_name_are_not_safe() -> None:
    verdict = judged({"A": seen(ALL), "B": seen(ALL[4:])}, 10, 20, 20)
    assert verdict.trials[0].several == 6
    assert not verdict.safe
    assert "NOT SAFE" in page(verdict, "Z:", "2026-11-23")


def test_a_save_that_is_not_there_is_not_safe() -> None:
    verdict = judged({"A": seen(ALL[:4]), "B": seen(ALL[4:])}, 10, 19, 20)
    assert verdict.lost == 1
    assert not verdict.safe


def test_an_earlier_content_that_is_not_there_is_not_safe() -> None:
    assert not judged({"A": seen(ALL[:4]), "B": seen(ALL[4:])}, 10, 20, 19).safe


def test_a_lost_line_of_a_log_is_not_safe() -> None:
    verdict = judged({"A": seen(ALL[:4]), "B": seen(ALL[4:], lines=9)}, 10, 20, 20)
    assert verdict.lines_lost == 1
    assert not verdict.safe


def test_one_computer_alone_shows_nothing() -> None:
    verdict = judged({"A": seen(ALL)}, 10, 10, 10)
    assert not verdict.safe
    assert "NOT KNOWN" in page(verdict, "Z:", "2026-11-23")
