"""Somebody of the worked cases as if they needed other formats."""

from dataclasses import replace

from workflow.domain.case_folder import CaseFolder
from workflow.domain.vocabulary import Format


def needing_only(folder: CaseFolder, *formats: Format) -> CaseFolder:
    """The same case with these formats, and no text size of the person's own."""
    person = folder.person.record
    needs = {"formats": formats, "text_size_pt": None}
    told = {"communication": person.communication.model_copy(update=needs)}
    record = person.model_copy(update=told)
    return replace(folder, person=replace(folder.person, record=record))
