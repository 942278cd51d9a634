"""Every PDF we make of a document can be read out: it passes the PDF/UA check."""

from pathlib import Path

import page
import pytest

from workflow.adapters.pdf.converter import Converter, find_libreoffice

FEW = (  # one of each kind of layout: tables, boxes, quotes, pictures, cards
    "SG-2026-014__Full plan",
    "SG-2026-014__My own copy (easy read)",
    "SG-2026-014__Pattern review 2026-10-26",
    "SG-2026-014__Auditor's sheet",
    "SG-2026-019__My card",
    "SG-2026-019__Notes from our talk 2026-11-02 (large print)",
    "SG-2026-021__My own copy (to read aloud)",
    "SG-2026-021__Managerial review 2026-10-30-01",
    "SG-2026-021__Sharing record",
)


def test_every_kind_of_document_passes_the_pdf_ua_check(made: Path) -> None:
    office = find_libreoffice()
    if office is None:
        pytest.skip("there is no LibreOffice here")
    documents = [(made / f"{name}.docx").read_bytes() for name in FEW]
    results = Converter(office).convert(documents)
    for name, result in zip(FEW, results, strict=True):
        assert result.pdf, (name, result.problem)
        found = page.validate_pdf_bytes(
            result.pdf, profile=page.ValidationProfile.PDF_UA_1
        )
        assert [(f.rule_id, f.message) for f in found.failures] == [], name
