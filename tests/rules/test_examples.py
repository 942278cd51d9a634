"""Every rule's own examples: the kept one is silent, the broken one speaks."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
import yaml

from workflow.adapters.bank_holidays import calendar_for
from workflow.adapters.case_folders import CaseFolders
from workflow.adapters.config_files import load_organisation
from workflow.adapters.rule_files import load_examples, load_rules
from workflow.domain.case_folder import CaseRef
from workflow.domain.rules import check_case
from workflow.domain.rules.rule import Situation
from workflow.domain.vocabulary import Nation

REPOSITORY = Path(__file__).parents[2]
REF = "SG-2026-001"
EXAMPLES = load_examples(REPOSITORY)
FOLDERS = {
    "records": ("record_id", "2026-11-02-{type}-{n:02d}"),
    "reviews": ("review_id", "2026-11-02-{kind}-{n:02d}"),
    "learning": ("learning_id", "2026-11-02-{n:02d}"),
}


def write(folder: Path, example: Mapping[str, object]) -> None:
    folder.mkdir(parents=True)
    for name in ("person", "case"):
        (folder / f"{name}.yaml").write_text("schema_version: 1\n")
    for part, said in example.items():
        if part == "strays":
            for stray in said if isinstance(said, list) else ():
                (folder / stray).write_text("schema_version: 1\n")
        elif part in FOLDERS:
            for number, entry in enumerate(said if isinstance(said, list) else (), 1):
                key, pattern = FOLDERS[part]
                name = pattern.format(**({"type": "x", "kind": "x"} | entry), n=number)
                (folder / part).mkdir(exist_ok=True)
                text = yaml.safe_dump(entry | {key: name})
                (folder / part / f"{name}.yaml").write_text(text)
        else:
            (folder / f"{part}.yaml").write_text(yaml.safe_dump(said))


@pytest.mark.parametrize("which", ["kept", "broken"])
@pytest.mark.parametrize("rule", EXAMPLES)
def test_a_rule_speaks_of_its_broken_example_only(
    tmp_path: Path, rule: str, which: str
) -> None:
    example = EXAMPLES[rule][which]
    assert isinstance(example, dict)
    write(tmp_path / "cases" / REF, example)
    loaded = CaseFolders(tmp_path).load(CaseRef(REF))
    organisation, _ = load_organisation(REPOSITORY)
    calendar = calendar_for(Nation.ENGLAND)
    situation = Situation(loaded.folder, organisation, calendar, date(2026, 11, 23))
    found = check_case(situation, load_rules(REPOSITORY), loaded.noticed)
    assert (rule in {finding.rule for finding in found}) == (which == "broken")
