"""What the consent file of a case said over time, out of its history."""

from collections.abc import Iterator

from workflow.adapters.history import History
from workflow.adapters.yaml_reading import read_tree
from workflow.domain.consent_cards import Written
from workflow.domain.reading import as_record
from workflow.domain.records.consent import Consent

FILE = "consent.yaml"


def consents(history: History) -> tuple[Written, ...]:
    """Every version that can be read, the oldest first; the present one is last."""
    return tuple(_read(history))


def _read(history: History) -> Iterator[Written]:
    for version in history.versions(FILE):
        root = read_tree(history.content(FILE, version.sha256), FILE).root
        if root is not None:
            record = as_record(Consent, root, FILE).record
            yield Written(version.at, version.by, record)
