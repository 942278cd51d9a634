"""A new workspace: what comes along from the starter, and what stays behind."""

from pathlib import Path

from workflow.adapters.rule_files import load_rules
from workflow.adapters.workspaces import make_workspace

REPOSITORY = Path(__file__).parents[2]


def test_a_new_workspace_has_the_rules_of_the_product_and_its_own_file_of_changes(
    tmp_path: Path,
) -> None:
    made = make_workspace(tmp_path / "new", examples=False)
    rules = [path for path in made if path.parent.name == "rules"]
    assert rules == [tmp_path / "new/config/rules/changes.yaml"]
    assert load_rules(tmp_path / "new") == load_rules(REPOSITORY)
