"""What two computers believed while they tried one share, and what that means."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

NAMES = {
    "exclusive": "making a new file",
    "link": "giving a file a name (hard link)",
    "folder": "making a folder",
    "claim": "taking a file away",
}
NEEDED = (NAMES["exclusive"], NAMES["claim"])


@dataclass(frozen=True)
class Seen:
    """What one computer believed: the rounds it won by kind of trial.

    `counted` is how often it was told that it had counted up, `lines` how many whole
    lines stand in the log that it alone wrote.
    """

    won: Mapping[str, tuple[int, ...]]
    counted: int
    lines: int


@dataclass(frozen=True)
class Trial:
    """One kind of trial: rounds tried, with one winner, with several, with none."""

    name: str
    tried: int
    one: int
    several: int
    none: int


@dataclass(frozen=True)
class Verdict:
    """What two computers found out about a share.

    `saved` counts the saves that were acknowledged, `count` what stands in the end,
    `kept` the earlier contents, `lines_lost` lines of a log that one alone wrote.
    """

    computers: tuple[str, ...]
    trials: tuple[Trial, ...]
    saved: int
    count: int
    kept: int
    lines_lost: int

    @property
    def lost(self) -> int:
        """Saves that were acknowledged and are not there."""
        return abs(self.saved - self.count) + max(0, self.saved - self.kept)

    @property
    def together(self) -> bool:
        """Whether two computers took part."""
        return len(self.computers) > 1

    @property
    def safe(self) -> bool:
        """Whether nothing was lost, and a new file has one winner."""
        needed = [t for t in self.trials if t.name in NEEDED]
        one_winner = not any(trial.several for trial in needed)
        return self.together and one_winner and not (self.lost or self.lines_lost)


def judged(seen: Mapping[str, Seen], rounds: int, count: int, kept: int) -> Verdict:
    """Compare what each computer believed with what there is in the end."""
    trials = tuple(
        _trial(kind, [s.won.get(kind, ()) for s in seen.values()], rounds)
        for kind in NAMES
    )
    lost = sum(rounds - found.lines for found in seen.values())
    saved = sum(found.counted for found in seen.values())
    return Verdict(tuple(sorted(seen)), trials, saved, count, kept, lost)


def _trial(kind: str, won: list[tuple[int, ...]], rounds: int) -> Trial:
    winners = Counter(number for rounds_won in won for number in rounds_won)
    several = sum(many > 1 for many in winners.values())
    one = sum(many == 1 for many in winners.values())
    return Trial(NAMES[kind], rounds, one, several, rounds - len(winners))


def page(verdict: Verdict, share: str, day: str) -> str:
    """The result on one page, to be sent to whoever looks after the share."""
    lines = [
        "HOW SAFE IS THIS SHARED FOLDER?",
        "",
        f"Folder     {share}",
        f"Day        {day}",
        f"Computers  {', '.join(verdict.computers)}",
        "",
        _says(verdict),
        "",
        f"{'When both want the same':40}  tried  one won  both  none",
    ]
    lines += [
        f"  {t.name:38}{t.tried:>7}{t.one:>9}{t.several:>6}{t.none:>6}"
        for t in verdict.trials
    ]
    lines += [
        "",
        f"Saves that were acknowledged   {verdict.saved} tried, {verdict.lost} lost",
        f"Earlier contents that are kept {verdict.kept}",
        f"Lines of the journals          {verdict.lines_lost} lost",
        "",
        "The folders alongside-torture-... hold no case and may be deleted.",
    ]
    return "\n".join(lines)


def _says(verdict: Verdict) -> str:
    if not verdict.together:
        return (
            "NOT KNOWN: no second computer took part. Start the same command on both"
            " within ten minutes."
        )
    if verdict.safe:
        return "SAFE: two computers may work in this folder at the same time."
    return (
        "NOT SAFE for two computers at once. Let one computer alone work in it, and"
        " show this page to whoever looks after the share."
    )
