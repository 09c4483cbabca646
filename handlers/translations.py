"""Words of the content in Kazakh, where the content has them: gettext catalogues of processes/translations."""

from functools import lru_cache
from pathlib import Path

from babel.messages.pofile import read_po


def in_kazakh(processes: str, text: str) -> str | None:
    """None where there is no translation, as for words that were put together for a case."""
    return _catalogue(Path(processes) / "translations" / "kk").get(text)


@lru_cache(maxsize=4)
def _catalogue(folder: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*.po")):
        with path.open("rb") as source:
            found.update(
                {str(each.id): str(each.string) for each in read_po(source) if each.id and each.string}
            )
    return found
