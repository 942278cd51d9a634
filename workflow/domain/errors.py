"""The tree of errors the program can end in; each says what is wrong and what to do.

What is in the files is a `Finding`; what the program cannot do is one of these. Each
class's docstring is its message, each takes facts only (a path, a case reference),
never a person's words.
"""

from typing import ClassVar


class WorkflowError(Exception):
    """Something could not be done. Nothing has been lost."""

    exit_code: ClassVar[int] = 1

    def __init__(self, fact: str = "") -> None:
        super().__init__(fact)
        self.fact = fact

    def __str__(self) -> str:
        """Say the class's sentence, then the fact."""
        says = " ".join((type(self).__doc__ or "").split())
        return f"{says} ({self.fact})" if self.fact else says


class WorkspaceError(WorkflowError):
    """The folder cannot be used. Nothing has been changed."""

    exit_code = 3


class WorkspaceNotFound(WorkspaceError):  # noqa: N818 - read as a sentence
    """This is not an Alongside workspace. Go to one, or name it with --workspace."""


class WorkspaceUnreachable(WorkspaceError):  # noqa: N818 - read as a sentence
    """The folder cannot be reached. Check the shared drive; nothing has been lost."""


class FolderGone(WorkspaceUnreachable):
    """The folder cannot be reached. Check the shared drive; nothing has been lost."""


class NewerWorkspace(WorkspaceError):  # noqa: N818 - read as a sentence
    """This folder belongs to a newer Alongside. Update here; until then, only look."""


class DriveFull(WorkspaceError):  # noqa: N818 - read as a sentence
    """The shared drive is full.

    Nothing is lost; make room, and this goes on by itself.
    """


class DriveReadOnly(WorkspaceError):  # noqa: N818 - read as a sentence
    """The shared drive lets nobody write.

    Nothing is lost; ask whoever looks after it.
    """


class StillInCloud(WorkspaceError):  # noqa: N818 - read as a sentence
    """A file is listed here, but what it holds is still in the cloud.

    Nothing is lost. Check that this computer is online, and set the folder to be always
    kept on this device.
    """


class FileHeld(WorkspaceError):  # noqa: N818 - read as a sentence
    """A program has a file open. It was left as it is; close it, and try again."""


class FileDenied(WorkspaceError):  # noqa: N818 - read as a sentence
    """This computer may not write here.

    What stood before still stands; ask for access.
    """


class NameRefused(WorkspaceError):  # noqa: N818 - read as a sentence
    """The folder's path is too long here.

    Nothing is lost; move it nearer to the top.
    """


class LedAway(WorkspaceError):  # noqa: N818 - read as a sentence
    """A folder here is a link to another place, so nothing was written through it.

    Nothing is lost. Put a real folder in its place.
    """


class TakenOver(WorkspaceError):  # noqa: N818 - read as a sentence
    """Another computer watches this folder now.

    Nothing is lost; this one has stopped.
    """


class WatchedElsewhere(WorkspaceError):  # noqa: N818 - read as a sentence
    """Another computer watches this folder, and one is enough.

    Nothing has been changed.
    """


class OlderWorkspace(WorkspaceError):  # noqa: N818 - read as a sentence
    """This folder is older than what this computer has seen here.

    Nothing has been changed. If a backup was put back on purpose: alongside recover
    --put-back
    """


class FilesGone(WorkspaceError):  # noqa: N818 - read as a sentence
    """Nothing has been changed."""


class CaseNotFound(WorkspaceError):  # noqa: N818 - read as a sentence
    """There is no such case folder here. Check the reference, say SG-2026-014."""


class NobodyWithThisId(WorkspaceError):  # noqa: N818 - read as a sentence
    """Nobody has this id there. Contacts are in person.yaml, staff in staff.yaml."""


class CaseOutOfReach(WorkspaceError):  # noqa: N818 - read as a sentence
    """The folder of this case was taken away, or a file stands where a folder belongs.

    Nothing is lost, and the other cases went on. Look at it, and put it right.
    """


class WorkerLost(WorkflowError):  # noqa: N818 - read as a sentence
    """Some cases end every process that works on them, perhaps for want of memory.

    Nothing is lost, and what was made is in place. Try those cases alone, with --jobs 1
    """


class ClusterOutOfReach(WorkflowError):  # noqa: N818 - read as a sentence
    """The Dask cluster does not answer, or has nobody to do the work.

    Nothing has been changed. Look whether its scheduler and its workers run, or leave
    out --on: then this computer does all of it.
    """


class NoDask(WorkflowError):  # noqa: N818 - read as a sentence
    """Working on a cluster needs Dask. Install it with: pip install alongside[dask]."""


class NoSuchVersion(WorkspaceError):  # noqa: N818 - read as a sentence
    """There is no such earlier version of this file. Nothing has been changed."""


class FolderInUse(WorkspaceError):  # noqa: N818 - read as a sentence
    """This folder has something in it already. Choose a new or empty folder."""


class ConfigurationError(WorkflowError):
    """The configuration cannot be used. Mend the place named; nothing is lost."""

    exit_code = 4


class TemplateFault(ConfigurationError):  # noqa: N818 - read as a sentence
    """A template asks for something that cannot be. Only its document waits."""


class LetterRefused(WorkflowError):  # noqa: N818 - read as a sentence
    """No letter was made or noted, and nothing was changed."""

    exit_code = 5


class NoSuchDocument(ConfigurationError):  # noqa: N818 - read as a sentence
    """There is no such document here. Name its folder under templates, or its id."""


class NoSuchForm(ConfigurationError):  # noqa: N818 - read as a sentence
    """There is no such form to hand out. Name one of config/forms."""


class NoSuchMeasure(ConfigurationError):  # noqa: N818 - read as a sentence
    """There is no such measure. Name one of these."""


class OtherPeriod(WorkflowError):  # noqa: N818 - read as a sentence
    """No figures were written: a bid shows figures of its tender's own period alone.

    Count over the days that its tender.yaml names, or change them there first.
    """

    exit_code = 2


class ReleasesUnknown(WorkflowError):  # noqa: N818 - read as a sentence
    """Nothing was counted: what was given outside before cannot be read.

    A new figure could give away what an earlier one hid. Mend the file named first.
    """

    exit_code = 5


class NoConverter(WorkflowError):  # noqa: N818 - read as a sentence
    """No PDF was made: install LibreOffice. Every Word document is in its place."""


class SamplerOwnsCase(WorkflowError):  # noqa: N818 - read as a sentence
    """Nobody samples a case they own. Name somebody else with --by, or nobody."""

    exit_code = 2


class EvidenceExpired(WorkflowError):  # noqa: N818 - read as a sentence
    """No pack was made: evidence has run out. Renew it, or leave it out."""


class ReleaseRefused(WorkflowError):  # noqa: N818 - read as a sentence
    """This was not released. Everything stands as it was."""

    exit_code = 5


class PersonStillVisible(ReleaseRefused):
    """Something in this points to a person, so it was not released."""


class CasesNeeded(ReleaseRefused):
    """Only somebody who may read the cases can release a pack: it is checked first."""


class EditRefused(WorkflowError):  # noqa: N818 - read as a sentence
    """This could not be put in the record. Your words are kept as a draft."""


class ChangedElsewhere(EditRefused):
    """Somebody else saved this first. Your words are safe; look at both."""


class NotForDestruction(WorkflowError):  # noqa: N818 - read as a sentence
    """Nothing was destroyed, and nothing was approved."""

    exit_code = 5


class ClocksDisagree(NotForDestruction):
    """Two clocks show different days, so nothing was destroyed or approved.

    Nothing is lost. Put the clock of this computer and of the shared drive right first.
    """


class CaseChanged(NotForDestruction):
    """Something in this case changed meanwhile, so it was left whole, in its place.

    Nothing is lost. Look at it, then two people approve it anew.
    """


class NotAllDestroyed(WorkflowError):  # noqa: N818 - read as a sentence
    """Most of this case is destroyed, but files came that nobody had approved.

    They were left in cases/_destroying. Look at them, put them where they belong, then
    run this again.
    """
