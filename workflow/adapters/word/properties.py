"""What a finished document tells of itself: title and language, never who or when.

A property that the template wrote with tags is filled, escaped once. Sources:
reliability 3.9, S13, S19.
"""

from collections.abc import Mapping

from markupsafe import escape

CORE_NAME = "docProps/core.xml"
TAGGED = {  # python-docx's names, and the file's
    "title": "dc:title",
    "subject": "dc:subject",
    "keywords": "cp:keywords",
    "comments": "dc:description",
    "identifier": "dc:identifier",
    "category": "cp:category",
    "language": "dc:language",
}
CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "{0}<dc:creator></dc:creator><cp:lastModifiedBy></cp:lastModifiedBy>"
    "<cp:revision>1</cp:revision></cp:coreProperties>"
)
APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application></Application><Company></Company></Properties>"
)


def tagged_properties(properties: object) -> dict[str, str]:
    """The template's own properties that have tags in them, by python-docx's names."""
    said = {name: str(getattr(properties, name) or "") for name in TAGGED}
    return {name: text for name, text in said.items() if "{{" in text or "{%" in text}


def properties_of(
    values: Mapping[str, object], filled: Mapping[str, str]
) -> dict[str, str]:
    """Title and language as the values say, else as the template does; escaped."""
    doc = values.get("doc")
    said = doc if isinstance(doc, Mapping) else {}
    known = {"title": "", "language": "en-GB", **filled}
    return known | {
        name: str(escape(str(said[name])))
        for name in ("title", "language")
        if said.get(name)
    }


def core_part(properties: Mapping[str, str]) -> bytes:
    """The part that holds the properties, already escaped."""
    told = (f"<{TAGGED[n]}>{text}</{TAGGED[n]}>" for n, text in properties.items())
    return CORE.format("".join(told)).encode()
