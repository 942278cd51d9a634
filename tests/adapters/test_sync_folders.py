"""Folders that a sync program keeps in step are recognised (F32)."""

from pathlib import Path

import pytest

from workflow.adapters.sync_folders import sync_program


@pytest.mark.parametrize(
    ("folder", "program"),
    [
        ("OneDrive", "OneDrive"),
        ("OneDrive - Quillmere Care", "OneDrive"),
        ("Quillmere Care/SharePoint - Safeguarding", "SharePoint"),
        ("Dropbox (Quillmere)", "Dropbox"),
        ("Google Drive", "Google Drive"),
        ("GoogleDrive-office@example.org/My Drive", "Google Drive"),
        ("iCloudDrive", "iCloud"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("Library/CloudStorage/Box", "a sync program"),
        ("Nextcloud", "Nextcloud"),
        ("ownCloud", "ownCloud"),
        ("Box Sync", "Box"),
    ],
)
def test_a_folder_is_known_by_its_name(
    tmp_path: Path, folder: str, program: str
) -> None:
    assert sync_program(tmp_path / folder / "Safeguarding", {}) == program


@pytest.mark.parametrize(
    ("mark", "program"),
    [
        (".stfolder", "Syncthing"),
        (".dropbox.cache", "Dropbox"),
        ("._sync_0123456789ab.db", "Nextcloud"),
        (".owncloudsync.log", "ownCloud"),
    ],
)
def test_a_folder_is_known_by_what_the_program_leaves_in_it(
    tmp_path: Path, mark: str, program: str
) -> None:
    share = tmp_path / "Shared" / "Safeguarding"
    share.mkdir(parents=True)
    (tmp_path / "Shared" / mark).write_bytes(b"")
    assert sync_program(share, {}) == program


def test_a_folder_is_known_by_what_windows_says_of_it(tmp_path: Path) -> None:
    home = tmp_path / "Work files"
    environment = {"OneDriveCommercial": str(home)}
    assert sync_program(home / "Safeguarding", environment) == "OneDrive"


def test_an_ordinary_share_is_none(tmp_path: Path) -> None:
    (tmp_path / "Safeguarding").mkdir()
    assert sync_program(tmp_path / "Safeguarding", {}) == ""
