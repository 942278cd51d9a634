"""Marks a finished document with the language its text is in, and its direction.

Paragraphs and words in a script that runs from right to left are marked so, whatever
the rest is in; their letters get the size and weight of the others.
"""

import io
import unicodedata
import zipfile
from collections.abc import Iterator

from lxml import etree

from workflow.adapters.word.package import STYLES, W, parsed, zipped
from workflow.domain.languages import ENGLISH, RIGHT_TO_LEFT

STRONG = ("L", "R", "AL")
HEBREW = range(0x590, 0x600)
AFTER_BIDI = (
    *("adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing"),
    *("mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment"),
    *("textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr"),
)
AFTER_RTL = ("cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath")
ALIKE = (("b", "bCs"), ("sz", "szCs"))


def runs_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    found = (unicodedata.bidirectional(letter) for letter in text)
    strong = next((one for one in found if one in STRONG), "L")
    return strong != "L"


def in_language(content: bytes, tag: str, turned: str = "") -> bytes:
    """The same document marked as text in this language (BCP 47).

    `turned` is the language of letters that run from right to left, where it is known.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        parts = {info.filename: source.read(info) for info in source.infolist()}
    texts = [n for n in parts if n.startswith("word/") and n.endswith(".xml")]
    any_turned = any(RIGHT_TO_LEFT.search(parts[n].decode("utf-8")) for n in texts)
    if not any_turned and tag == ENGLISH:
        return content
    for name in texts:
        root = parsed(name, parts[name])
        if name == STYLES:
            _mark_styles(root, tag)
        elif any_turned:
            _mark_text(root, turned)
        parts[name] = bytes(
            etree.tostring(
                root, xml_declaration=True, encoding="UTF-8", standalone=True
            )
        )
    return zipped(parts)


def _mark_styles(root: etree._Element, tag: str) -> None:
    """The language of everything, and letters of either direction alike."""
    for language in root.iter(f"{W}lang"):
        language.set(f"{W}val", tag)
    for properties in root.iter(f"{W}rPr"):
        for plain, other in ALIKE:
            one, two = properties.find(W + plain), properties.find(W + other)
            if one is None:
                continue
            if two is None:
                two = etree.Element(W + other)
                one.addnext(two)
            for key, value in one.attrib.items():
                two.set(key, value)


def _mark_text(root: etree._Element, turned: str) -> None:
    for paragraph in root.iter(f"{W}p"):
        if runs_right_to_left(_text(paragraph)):
            properties = paragraph.find(f"{W}pPr")
            if properties is None:
                properties = etree.Element(f"{W}pPr")
                paragraph.insert(0, properties)
            _put(properties, "bidi", AFTER_BIDI)
        for run in paragraph.iter(f"{W}r"):
            if RIGHT_TO_LEFT.search(_text(run)):
                _mark_run(run, turned)


def _mark_run(run: etree._Element, turned: str) -> None:
    properties = run.find(f"{W}rPr")
    if properties is None:
        properties = etree.Element(f"{W}rPr")
        run.insert(0, properties)
    _put(properties, "rtl", AFTER_RTL)
    language = properties.find(f"{W}lang")
    if language is None:
        language = _put(properties, "lang", AFTER_RTL[3:])
    language.set(f"{W}bidi", turned or _of_script(_text(run)))


def _of_script(text: str) -> str:
    """The language that most often has this script."""
    return "he-IL" if any(ord(letter) in HEBREW for letter in text) else "ar-SA"


def _put(
    properties: etree._Element, name: str, before: tuple[str, ...]
) -> etree._Element:
    """Add a mark in the place that the order of the standard gives it, once."""
    there = properties.find(W + name)
    if there is not None:
        return there
    made = etree.Element(W + name)
    later = {W + other for other in before}
    after = next((child for child in properties if child.tag in later), None)
    if after is None:
        properties.append(made)
    else:
        after.addprevious(made)
    return made


def _text(element: etree._Element) -> str:
    return "".join(_words(element))


def _words(element: etree._Element) -> Iterator[str]:
    return (text.text or "" for text in element.iter(f"{W}t"))
