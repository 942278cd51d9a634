"""Knows folders that a sync program keeps in step, where no lock means anything (F32).

Each computer has its own copy there, so exactly one named computer watches.
"""

import os
from collections.abc import Mapping
from pathlib import Path

NAMES = (  # how the folder of each program begins, letter case aside
    ("onedrive", "OneDrive"),
    ("sharepoint", "SharePoint"),
    ("dropbox", "Dropbox"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("my drive", "Google Drive"),
    ("icloud", "iCloud"),
    ("mobile documents", "iCloud"),
    ("com~apple~clouddocs", "iCloud"),
    ("cloudstorage", "a sync program"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
    ("box sync", "Box"),
    ("pclouddrive", "pCloud"),
    ("synologydrive", "Synology Drive"),
)
MARKS = {  # what each program leaves in the folder that it keeps in step
    ".stfolder": "Syncthing",
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".owncloudsync.log": "ownCloud",
    ".nextcloudsync.log": "Nextcloud",
    ".tmp.drivedownload": "Google Drive",
    ".synologyworkingdirectory": "Synology Drive",
}
BEGINNINGS = {  # of names of files that hold what a program knows
    "._sync_": "Nextcloud",
    ".sync_": "Nextcloud",
}
ONEDRIVE = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")


def sync_program(folder: Path, environment: Mapping[str, str] = os.environ) -> str:
    """The program that keeps a folder in step; "" when none is recognised."""
    whole = folder.absolute()
    around = (whole, *whole.parents)
    homes = {environment[name] for name in ONEDRIVE if environment.get(name)}
    if any(str(each) in homes for each in around):
        return "OneDrive"
    for each in around:
        name = each.name.casefold()
        for beginning, program in NAMES:
            if name.startswith(beginning):
                return program
    return next((p for p in map(_marked_by, around) if p), "")


def _marked_by(folder: Path) -> str:
    try:
        names = [entry.name.casefold() for entry in os.scandir(folder)]
    except OSError:
        return ""
    for name in names:
        if name in MARKS:
            return MARKS[name]
        for beginning, program in BEGINNINGS.items():
            if name.startswith(beginning) and name.endswith(".db"):
                return program
    return ""
