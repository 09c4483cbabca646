"""Files of models, as they are named on the command line."""

from collections.abc import Iterable
from pathlib import Path

from engine.commands import Resource
from engine.errors import InvalidCommand
from engine.library import ENDINGS

#: read no further than this: larger files are refused by their readers
LARGEST = 20 * 1024 * 1024


def resources(paths: Iterable[str]) -> tuple[Resource, ...]:
    """The named files, and the models below the named folders, each once."""
    found: dict[Path, None] = {}
    for text in paths:
        path = Path(text)
        if not path.exists():
            raise InvalidCommand(f"Expected a file or folder, but there is no {text}.")
        found.update(dict.fromkeys(models_below(path) if path.is_dir() else [path]))
    return tuple(Resource(name=str(path), content=_content(path)) for path in found)


def models_below(folder: Path) -> list[Path]:
    """By their endings; plain XML is somebody else's."""
    endings = tuple(ENDINGS)
    return sorted(path for path in folder.rglob("*") if path.name.lower().endswith(endings) and path.is_file())


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST)
