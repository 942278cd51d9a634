"""Where a person could become visible, what guards it, and the test that shows it.

`docs/privacy.md` is made from this, and so is the assessment for the provider.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Guard:
    """One place: what may stand there, what guards it, and the tests that show it."""

    place: str
    holds: str
    measure: str
    tests: tuple[str, ...]


PLACES, LEFT = "tests/privacy/test_places.py", "tests/privacy/test_left_behind.py"
DOOR, SAY = "tests/web/test_door.py", "tests/privacy/test_records_say_nothing.py"

GUARDS = (
    Guard(
        "file and folder names",
        "case references, kinds of document, dates",
        "no name is ever made from what somebody wrote",
        (PLACES, SAY),
    ),
    Guard(
        "the case files and what was made of them (`cases`)",
        "everything",
        "the rights of the shared folder; `doctor` says when they are too wide",
        ("tests/domain/test_health.py", "tests/adapters/test_doctor.py"),
    ),
    Guard(
        "earlier versions (`_history`)",
        "everything that ever stood in a case's files, and papers as they were",
        "they lie inside the case, under the same rights, and are destroyed with it",
        ("tests/adapters/test_history.py", "tests/retention/test_commands.py"),
    ),
    Guard(
        "receipts, our own notes and the mark of the share (`_receipts`, `_system`)",
        "codes, file names of ours, hashes",
        "written by the program alone, never from words",
        (LEFT, "tests/adapters/test_published.py"),
    ),
    Guard(
        "the journal (`_system/log`)",
        "codes and hashes",
        "it refuses anything that is not a code",
        ("tests/adapters/test_journal.py", PLACES, SAY),
    ),
    Guard(
        "errors and messages on the screen",
        "references, field names; the preferred name in findings, for staff",
        "errors take facts only, never what a file says",
        (PLACES, "tests/services/test_troubles.py"),
    ),
    Guard(
        "the output of a crash, at the prompt and of the pages",
        "the kind of fault and the line of our program",
        "no traceback and no message of the fault is ever printed",
        (LEFT, "tests/web/test_crash.py"),
    ),
    Guard(
        "lists of dates, the register, calendars, the overview",
        "case references and staff",
        "people are told by their reference",
        (PLACES, LEFT, "tests/adapters/test_calendars.py"),
    ),
    Guard(
        "documents for the person",
        "what the person may see; discreet title, no letterhead, no case reference"
        " where letters are not safe",
        "the reader of every field is fixed beside the field; templates get no more",
        ("tests/privacy/test_wall.py", "tests/golden/test_documents.py"),
    ),
    Guard(
        "papers that could be found",
        "no word of `config/discretion.yaml` in title, file name, property, header or"
        " footer",
        "such a type of document is refused before it is made",
        ("tests/golden/test_discreet.py", "tests/adapters/test_document_types.py"),
    ),
    Guard(
        "the exit phrase",
        "the staff plan, and the person's own copy when they ask",
        "no other paper and no page gets the field",
        ("tests/golden/test_documents.py", "tests/privacy/test_wall.py"),
    ),
    Guard(
        "letters to professionals, and the note beside each",
        "what their agreement covers; the note tells of files and fields only",
        "category by category, and no line that names somebody not covered",
        ("tests/privacy/test_letters_out.py",),
    ),
    Guard(
        "papers of governance",
        "references and roles; learning with names taken out",
        "only fields listed for each paper reach it",
        ("tests/privacy/test_governance_wall.py",),
    ),
    Guard(
        "properties of Word files, workbooks and PDFs; small pictures in them",
        "a title and a language; no author, company, time, template or thumbnail",
        "taken out when the file is packed",
        (
            "tests/adapters/test_word.py",
            "tests/adapters/test_spreadsheets.py",
            "tests/adapters/test_pdf.py",
            LEFT,
        ),
    ),
    Guard(
        "where and with what a picture was taken",
        "nothing",
        "pictures are redrawn without what the camera wrote",
        ("tests/adapters/test_pictures.py",),
    ),
    Guard(
        "temporary files beside what is written (`.alongside-…`)",
        "a part of one file",
        "in the same folder, so under the same rights; put by after a crash",
        ("tests/services/test_recovering.py", SAY),
    ),
    Guard(
        "the temporary folder, while a PDF is made; LibreOffice's profile and its"
        " recovery files",
        "documents under numbers, for this account alone",
        "a profile of its own inside it, gone with it; what a killed program left goes"
        " with the next conversion",
        (LEFT, "tests/adapters/test_pdf.py"),
    ),
    Guard(
        "programs that are started",
        "numbers in the place of names",
        "a file from outside is read in a child that may do nothing else",
        (LEFT, "tests/adapters/test_limited.py"),
    ),
    Guard(
        "the cache of templates made ready, on this computer",
        "templates, never what fills them, nor anybody's own pictures",
        "kept before the first value is filled in",
        ("tests/adapters/test_word_cache.py", LEFT),
    ),
    Guard(
        "seals and heads of journals, on this computer",
        "one hash for each case, and its reference",
        "nothing else is written",
        ("tests/adapters/test_seals.py", "tests/adapters/test_seen_heads.py"),
    ),
    Guard(
        "the key that opens the pages, and the note by which a second start finds the"
        " first",
        "a port and a secret",
        "the key opens once; the note is readable by this account alone, and goes at"
        " the end",
        (DOOR, "tests/adapters/test_joining.py"),
    ),
    Guard(
        "the pages in the browser: tab, title, address, history, cache",
        "what the roles in `staff.yaml` open",
        "neutral titles, addresses that name nobody, nothing kept by the browser,"
        " nothing from elsewhere, Escape twice hides the screen",
        (DOOR, "tests/web/test_entering.py", "tests/browser/test_journeys.py"),
    ),
    Guard(
        "what the browser may keep, copy or print",
        "nothing by itself: no storage, no clipboard, no printing",
        "our pages have no such call",
        (LEFT,),
    ),
    Guard(
        "printing: the queue and the head of the page",
        "the name of a document of ours, or the neutral title of a page",
        "as file names and titles",
        (PLACES, LEFT),
    ),
    Guard(
        "a case closed to somebody (`closed_to.yaml`)",
        "who on the staff must not open the case, and why",
        "no page shows them anything of it; leads and managers see who and why",
        ("tests/web/test_closed_to.py",),
    ),
    Guard(
        "PINs (`config/pins`)",
        "what proves who is recording, scrambled",
        "cannot be read back, and stands in no log",
        ("tests/web/test_pins.py",),
    ),
    Guard(
        "drafts of a bid (`tenders/<REF>/_drafts`), and of what bids lean on",
        "what somebody has begun to write",
        "for them alone, with nobody's case in it",
        ("tests/web/test_bid_pages.py", "tests/web/test_evidence_pages.py"),
    ),
    Guard(
        "drafts (`cases/_drafts`)",
        "what somebody has begun, for them alone",
        "behind the same rights as the cases; a case with a draft is not destroyed",
        (DOOR, "tests/services/test_saving.py", "tests/retention/test_commands.py"),
    ),
    Guard(
        "the inbox: forms that came, were refused, or came twice",
        "what somebody wrote, under the name they gave the file",
        "it lies beside the cases; the journal never holds such a name",
        (LEFT, "tests/web/test_inbox_hidden.py", SAY),
    ),
    Guard(
        "forms to take along (PDF, one page)",
        "what is known of the case, where the form asks it",
        "neither storage nor request; the page cannot be sent anywhere",
        ("tests/browser/test_form_page.py", "tests/adapters/test_pdf_forms.py"),
    ),
    Guard(
        "folders that are synchronised (OneDrive and its like)",
        "copies of everything, in the cloud and on each computer",
        "`doctor` says so; the provider decides",
        ("tests/adapters/test_sync_folders.py",),
    ),
    Guard(
        "figures for bids, and what is left for a bid writer (`figures.yaml`,"
        " `proof.yaml`)",
        "counts of people hidden, rounded or in words; learning with names taken out",
        "small numbers cannot be worked out, not from two figures either",
        (
            "tests/domain/test_disclosure.py",
            "tests/domain/test_suppression.py",
            PLACES,
        ),
    ),
    Guard(
        "stories in a tender",
        "no day, age, relative, rare illness, faith, job or place; never three kinds of"
        " such things about one person, nor anywhere else in a pack",
        "the words of `config/telling_words.yaml` are looked for in every disguise",
        ("tests/domain/test_telling.py", "tests/rules/test_tender.py"),
    ),
    Guard(
        "a tender pack, and a released one",
        "figures, roles, stories that the person agreed to",
        "only `Anonymised` words enter; every part of every file is searched for"
        " everybody; an intruder test and a signature before it goes",
        (
            "tests/bidding/test_contents.py",
            "tests/domain/test_leak_check.py",
            "tests/adapters/test_every_word.py",
            "tests/end_to_end/test_pack.py",
        ),
    ),
    Guard(
        "the list for a subject access request (`governance/subject-access`)",
        "everything held about one person; what names others or is kept back is marked",
        "it gives nothing out; it is destroyed with the case",
        ("tests/domain/test_subject_access.py", "tests/retention/test_commands.py"),
    ),
    Guard(
        "what stays after a case was destroyed (`governance/retention`)",
        "references, roles, dates, reasons without names, hashes",
        "a reason that names somebody is refused",
        ("tests/retention/test_commands.py",),
    ),
    Guard(
        "the network",
        "nothing",
        "no use of it, no telemetry, no fonts or scripts from elsewhere; the pages"
        " listen on this computer only",
        (DOOR, "tests/browser/test_form_page.py"),
    ),
)
