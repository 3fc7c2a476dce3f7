"""Make pictures of the follow-up of October 2026 of the samples, to check it: three widths, light and dark, printed.

    python -m scripts.make_followup_pictures FOLDER

It needs Chromium (Debian's package works) and, for the printed pages, `pdftoppm` of poppler-utils. With LibreOffice it
also prints the workbook and the document. The picture in `docs/es/mes.md` is the top of the page.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from attrs import evolve

from pqr_core import cli, colombia, samples
from pqr_core.office.imports import import_cases
from pqr_core.storage.sql import SqlStore

PAGE: Final = Path(__file__).parents[1] / "docs/es/mes.png"
WIDTHS: Final = (1280, 820, 390)
HEIGHT: Final = 5200
TOP: Final = (900, 860)
"""Width and height of the picture of the page in the documentation."""
DARK: Final = "--blink-settings=preferredColorScheme=0"


def photograph(page: Path, picture: Path, width: int, height: int, *more: str) -> None:
    """Save the page as Chromium shows it."""
    size, to = f"--window-size={width},{height}", f"--screenshot={picture}"
    chromium(size, to, *more, page.as_uri())


def chromium(*words: str) -> None:
    """Run Chromium without a window."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        sys.exit("Chromium is not here: apt-get install chromium")
    subprocess.run(
        [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", *words],
        check=True,
        capture_output=True,
        timeout=120,
    )


def printed(document: Path, folder: Path) -> None:
    """Print the pages of a document with LibreOffice."""
    office = shutil.which("soffice")
    if office is None:
        return
    subprocess.run(
        [office, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(document)],
        check=True,
        capture_output=True,
        timeout=240,
    )
    pages(folder / f"{document.stem}.pdf", folder / document.suffix[1:])


def pages(document: Path, name: Path) -> None:
    """Save the pages of a PDF as pictures."""
    program = shutil.which("pdftoppm")
    if program is not None:
        subprocess.run([program, "-r", "60", "-png", str(document), str(name)], check=True, timeout=120)


def follow_up(folder: Path) -> None:
    """Write the page, the workbook and the document of the sample."""
    profile = evolve(
        colombia.DEFAULT_PROFILE,
        utility_id=samples.SYNTHETIC_YEAR.utility_id,
        name=samples.SYNTHETIC_YEAR.name().partition(" (")[0],
    )
    with TemporaryDirectory() as kept:
        path = Path(kept) / "pqr.sqlite"
        with SqlStore(f"sqlite:///{path}") as store:
            store.create()
            with samples.SYNTHETIC_YEAR.cases() as file:
                import_cases(store, file, law=colombia.LAW, profile=profile)
            with store.begin() as unit:
                unit.volumes.put(samples.volumes())
                unit.surveys.put(samples.surveys())
                unit.commit()
        settings = Path(kept) / "perfil.toml"
        settings.write_text(f'[utility]\nid = "{profile.utility_id}"\nname = "{profile.name}"\n', encoding="utf-8")
        where = [
            "--profile",
            str(settings),
            "--store",
            str(path),
            "--utility",
            profile.utility_id,
            "--period",
            "2026-10",
        ]
        meeting = [*where, "--as-of", "2026-11-05"]
        cli.main(["minutes", *meeting, "--present", "Ana Ruiz, jefe", "--decision", "Reforzar la ventanilla los lunes"])
        action = ["--kind", "correctiva", "--what", "Dos turnos más en ventanilla", "--responsible", "Ana Ruiz"]
        cli.main(["action", *meeting, *action, "--due", "2026-12-11", "--indicator", "incremento_usuarios"])
        for form in ("html", "xlsx", "docx"):
            cli.main(["followup", *where, "--out", str(folder / f"mes.{form}"), "--made-by", "Ana Ruiz"])


def main(folder: Path) -> None:
    """Make all of them."""
    folder.mkdir(parents=True, exist_ok=True)
    follow_up(folder)
    page = folder / "mes.html"
    for width in WIDTHS:
        photograph(page, folder / f"light-{width}.png", width, HEIGHT)
        photograph(page, folder / f"dark-{width}.png", width, HEIGHT, DARK)
    photograph(page, PAGE, *TOP)
    chromium("--no-pdf-header-footer", f"--print-to-pdf={folder / 'print.pdf'}", page.as_uri())
    pages(folder / "print.pdf", folder / "print")
    printed(folder / "mes.docx", folder)
    printed(folder / "mes.xlsx", folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
