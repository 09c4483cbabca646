"""Read the annexes of the acts into processes/directories/; says what was found and doubted."""

from pathlib import Path

import click

from engine.directories import import_directories

FOLDER = Path(__file__).parents[1] / "processes" / "directories"


@click.command()
@click.argument("sources", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--folder", type=click.Path(path_type=Path), default=FOLDER)
def main(sources: Path, folder: Path) -> None:
    """Import the registers from the text of the acts in SOURCES."""
    found = import_directories(sources, folder)
    for count in found.counts:
        verdict = "" if count.is_right else f", expected {count.table.rows}"
        click.echo(f"{count.table.title}: {count.found} rows of {count.table.kind}{verdict}")
    click.echo(f"{len(found.entries)} bodies, {len(found.notes)} doubts in report.csv")
    raise SystemExit(1 if found.wrong_counts else 0)


if __name__ == "__main__":
    main()
