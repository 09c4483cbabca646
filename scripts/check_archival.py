"""Whether what the services issue is archival: plays the scenarios, takes one file of each template, asks veraPDF.

`make archival` fetches veraPDF from Maven Central first; it is no part of the product. Says besides whether the fonts
are embedded and the Kazakh letters come back out of the files.
"""

import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from pypdf import PdfReader

from cli.files import resources
from cli.scenarios import needed, staged, written
from engine import queries
from engine.printed import text_of
from engine.scenario import play, processes_of
from engine.store import cases
from engine.values import SYSTEM

ROOT = Path(__file__).parents[1]
PROGRAM = ROOT / "scripts" / "archival" / "Archival.java"
KAZAKH = set("ӘәҒғҚқҢңӨөҰұҮүҺһІі")


@click.command()
@click.argument("verapdf", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--content", default=ROOT / "processes", type=click.Path(exists=True, path_type=Path))
def main(verapdf: Path, content: Path) -> None:
    """Check one file of each template with the veraPDF libraries in VERAPDF."""
    with TemporaryDirectory() as folder:
        files = []
        for template, pdf in issued(content):
            files.append(Path(folder) / f"{template}.pdf")
            files[-1].write_bytes(pdf)
            click.echo(describe(template, pdf))
        sys.exit(ask(verapdf, files))


def issued(content: Path) -> Iterator[tuple[str, bytes]]:
    """Template -> the first file that a scenario prints of it."""
    models, seen = resources([str(content)]), set()
    for file in sorted((content / "scenarios").glob("*.yaml")):
        for scenario in written(file):
            stage = staged(scenario, needed(models, *processes_of(scenario)), str(content))
            play(scenario, stage)
            for row in stage.engine.read(lambda reader: cases.every(reader.tx)):
                for each in stage.engine.read(queries.documents, SYSTEM, row.id):
                    if each.media_type == "application/pdf" and each.kind != "upload" and each.code not in seen:
                        seen.add(each.code)
                        yield str(each.code), stage.engine.read(queries.content, SYSTEM, each.id)[1]
            stage.engine.close()


def describe(template: str, pdf: bytes) -> str:
    letters = "".join(sorted(KAZAKH & set(text_of(pdf))))
    loose = [name for name, is_embedded in fonts(pdf) if not is_embedded]
    said = f"fonts not embedded: {', '.join(loose)}" if loose else "all fonts embedded"
    return f"{template}: {said}; Kazakh letters read back: {letters or 'none'}"


def fonts(pdf: bytes) -> Iterator[tuple[str, bool]]:
    for page in PdfReader(BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            (inner,) = font.get_object()["/DescendantFonts"]
            descriptor = inner.get_object()["/FontDescriptor"]
            yield str(font.get_object()["/BaseFont"]), bool({"/FontFile2", "/FontFile3"} & set(descriptor))


def ask(verapdf: Path, files: list[Path]) -> int:
    """What veraPDF says goes to the terminal."""
    command = ["java", "-cp", f"{verapdf}/*", str(PROGRAM), *map(str, files)]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    main()
