"""`qyzmet import-directories`: the registers of authorities, read from the annexes of the acts."""

import sys
from pathlib import Path
from typing import Any

import click

from cli.output import FAILED, as_json, show
from engine.directories import Import, import_directories, read_directories
from engine.settings import Settings


@click.command("import-directories")
@click.argument("sources", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Where tables.csv and districts.csv are and the registers go; processes/directories without it.",
)
@click.option("--check", is_flag=True, help="Read and count, write nothing.")
@as_json
def import_from(sources: Path, folder: Path | None, check: bool, as_json: bool) -> None:
    """Read the registers from the texts of the acts in SOURCES.

    Every row is kept; what is not certain is in report.csv. Exit code 1 when a table has not the rows it should have.
    """
    target = folder or Settings.from_env().content / "directories"
    found = (read_directories if check else import_directories)(sources, target)
    show(report_of(found), as_json, _words)
    if found.wrong_counts:
        sys.exit(FAILED)


def report_of(found: Import) -> dict[str, Any]:
    return {
        "tables": [
            {
                "service": count.table.service,
                "annex": count.table.annex,
                "kind": count.table.kind,
                "rows": count.found,
                "expected": count.table.rows,
            }
            for count in found.counts
        ],
        "rows": sum(count.found for count in found.counts),
        "bodies": len(found.entries),
        "doubts": len(found.notes),
    }


def _words(report: dict[str, Any]) -> str:
    lines = [_line(each) for each in report["tables"]]
    said = "{rows} rows are {bodies} bodies; {doubts} doubts in report.csv".format_map(report)
    return "\n".join((*lines, said))


def _line(table: dict[str, Any]) -> str:
    verdict = "" if table["rows"] == table["expected"] else f", expected {table['expected']}"
    return "annex {annex} of {service}: {rows} rows of {kind}".format_map(table) + verdict


COMMANDS = (import_from,)
