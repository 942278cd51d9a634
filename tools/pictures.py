"""Makes the pictures of the README anew: pages of a document, and of the browser."""

import subprocess
import tempfile
from datetime import date
from pathlib import Path

from PIL import Image

from tools import page_pictures
from workflow.adapters.workspaces import make_workspace
from workflow.wiring.office import Office

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "pictures"
DAY = date(2026, 11, 23)
CASE, PAPER, PAGES = "SG-2026-014", "My own copy (easy read).docx", 2


def make() -> None:
    """Write docs/pictures/own-plan.png from the worked case."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_workspace(folder / "workspace", examples=True)
        office = Office(folder / "workspace", DAY)
        office.build((CASE,))
        paper = folder / "workspace" / "cases" / CASE / "generated" / PAPER
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        whole = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir"]
        subprocess.run([*whole, name, str(paper)], check=True, capture_output=True)
        pdf = folder / paper.with_suffix(".pdf").name
        cut = ["pdftoppm", "-png", "-r", "60", "-l", str(PAGES), str(pdf)]
        subprocess.run([*cut, str(folder / "page")], check=True)
        _side_by_side(sorted(folder.glob("page*.png")), FOLDER / "own-plan.png")


def _side_by_side(pages: list[Path], target: Path) -> None:
    pictures = [Image.open(page) for page in pages]
    width = sum(p.width for p in pictures) + 8 * (len(pictures) - 1)
    made = Image.new("RGB", (width, max(p.height for p in pictures)), "#9aa5ad")
    at = 0
    for picture in pictures:
        made.paste(picture, (at, 0))
        at += picture.width + 8
    target.parent.mkdir(exist_ok=True)
    made.quantize(32).save(target, optimize=True)


if __name__ == "__main__":
    make()
    page_pictures.make()
