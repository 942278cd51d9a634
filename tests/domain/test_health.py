"""What a share and a computer can do is said in plain words, each with its fix."""

from dataclasses import fields, replace

import pytest

from workflow.domain.health import Advice, Machine, Share, Standing, State, advice

WORST = Share(
    "a network folder (cifs)",
    one_winner=False,
    links=False,
    moves=False,
    moves_open=False,
    read_back=False,
    folder_sync=False,
    locks=False,
    listed=False,
    case_blind=True,
    longest_path=120,
    bad_names=("CON.yaml",),
    clock_apart=28_800.0,
    free=1024 * 1024,
    seconds=4.0,
    sync="OneDrive",
)
POOR = Machine((3, 9), ("pypdf 3.1",), "", (), {"Arial": False}, time_zone=False)
SHAKY = Standing(
    *(2, 1, ("cases",), ("config",), 3, 2, 1, 4),
    bid_writer=True,
    closed=("SG-2026-014", "SG-2026-019"),
    unwalled=("SG-2026-014",),
)


def named(found: tuple[Advice, ...]) -> dict[str, Advice]:
    return {one.name: one for one in found}


def test_where_all_is_well_nothing_has_to_be_done() -> None:
    found = advice(
        Share(), Machine(office="LibreOffice", browsers=("Edge",)), Standing()
    )
    assert {one.state for one in found} == {State.GOOD}
    assert not any(one.fix for one in found)


def test_everything_that_is_amiss_comes_with_what_to_do() -> None:
    found = advice(WORST, POOR, SHAKY)
    amiss = [one for one in found if one.state is not State.GOOD]
    assert len(amiss) == len(found) - len(("where", "capitals", "names"))
    assert all(one.fix for one in amiss)


@pytest.mark.parametrize(
    ("change", "name", "state"),
    [
        ({"one_winner": False}, "one winner", State.PROBLEM),
        ({"read_back": False}, "kept as written", State.PROBLEM),
        ({"longest_path": 170}, "long paths", State.PROBLEM),
        ({"clock_apart": -400.0}, "clock", State.PROBLEM),
        ({"free": 5_000_000}, "space", State.PROBLEM),
        ({"links": False}, "hard links", State.NOTE),
        ({"locks": False}, "locks", State.NOTE),
        ({"folder_sync": False}, "power cuts", State.NOTE),
        ({"moves_open": False}, "moving aside", State.NOTE),
        ({"seconds": 3.0}, "speed", State.NOTE),
        ({"sync": "Dropbox"}, "sync folder", State.NOTE),
        ({"refused": "Read-only file system"}, "writing", State.PROBLEM),
    ],
)
def test_each_answer_of_a_share_has_its_own_meaning(
    change: dict[str, object], name: str, state: State
) -> None:
    found = named(advice(replace(Share(), **change), Machine()))  # type: ignore[arg-type]
    assert found[name].state is state
    others = [o for o in found.values() if o.area == "this folder" and o.name != name]
    assert {o.state for o in others} == {State.GOOD}


def test_a_slow_clock_is_told_from_a_fast_one() -> None:
    behind = named(advice(replace(Share(), clock_apart=3600.0), Machine()))["clock"]
    ahead = named(advice(replace(Share(), clock_apart=-3600.0), Machine()))["clock"]
    assert "60 minutes behind" in behind.says
    assert "60 minutes ahead" in ahead.says


def test_nothing_is_said_about_a_folder_that_could_not_be_tried() -> None:
    found = named(advice(replace(Share(), refused="Permission denied"), Machine()))
    assert "clock" not in found


def test_no_advice_speaks_to_experts_alone() -> None:
    words = " ".join(f"{a.says} {a.fix}" for a in advice(WORST, POOR, SHAKY)).lower()
    for jargon in ("fsync", "inode", "posix", "errno", "acl", "atomic", "smb", "posix"):
        assert jargon not in words.split()


def test_every_answer_is_used() -> None:
    """Each answer changes what is said: none is asked for nothing."""
    plain = advice(Share(), Machine(), Standing())
    for probe, worst in ((Share(), WORST), (Machine(), POOR), (Standing(), SHAKY)):
        for field in fields(probe):
            if field.name in {"known", "office", "browsers", "refused"}:
                continue
            changed = replace(probe, **{field.name: getattr(worst, field.name)})
            given = {type(p): p for p in (Share(), Machine(), Standing(), changed)}
            found = advice(given[Share], given[Machine], given[Standing])  # type: ignore[arg-type]
            assert found != plain, field.name


def test_a_case_closed_to_somebody_needs_the_rights_of_the_share_too() -> None:
    told = named(advice(Share(), Machine(), SHAKY))["closed cases"]
    assert told.state is State.PROBLEM
    assert told.says.endswith("the share lets them in: SG-2026-014.")
    assert "setfacl -R -m u:ACCOUNT:--- cases/CASE" in told.fix
    walled = replace(SHAKY, unwalled=())
    assert named(advice(Share(), Machine(), walled))["closed cases"].state is State.GOOD
    open_to_all_staff = replace(SHAKY, closed=(), unwalled=())
    assert "closed cases" not in named(advice(Share(), Machine(), open_to_all_staff))
