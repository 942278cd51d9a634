"""Microsoft Word, where Windows has it: driven by PowerShell, one start for a batch.

Word makes the truest PDF of its own documents. The script opens each document for
reading only, without macros, and writes a tagged PDF with its title and headings.
"""

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SCRIPT = r"""
$ErrorActionPreference = 'Stop'
$word = New-Object -ComObject Word.Application
try {
  $word.Visible = $false
  $word.DisplayAlerts = 0
  $word.AutomationSecurity = 3
  foreach ($file in Get-ChildItem -LiteralPath '.' -Filter '*.docx') {
    try {
      $document = $word.Documents.Open($file.FullName, $false, $true, $false)
      $out = Join-Path (Join-Path $file.DirectoryName 'out') ($file.BaseName + '.pdf')
      $document.ExportAsFixedFormat(
        $out, 17, $false, 0, 0, 1, 1, 0, $true, $true, 1, $true, $true, $false)
      $document.Close(0)
    } catch { }
  }
} finally { $word.Quit(0) }
"""


@dataclass(frozen=True)
class Word:
    """Word on Windows."""

    powershell: str
    name: str = "Word"

    def command(self, names: Sequence[str], folder: Path, profile: Path) -> list[str]:
        """See `Processor`; it takes every document that lies in the folder."""
        del names, folder, profile
        quiet = ("-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass")
        return [self.powershell, *quiet, "-Command", SCRIPT]


def find_word() -> Word | None:
    """Word, when this is Windows and Word is installed."""
    if sys.platform != "win32":
        return None
    import winreg  # noqa: PLC0415 - only Windows has it

    try:
        winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, "Word.Application"))
    except OSError:
        return None
    powershell = shutil.which("powershell")
    return Word(powershell) if powershell else None
