"""Words of the content in the reader's language: gettext catalogues of `processes/translations`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.pofile import read_po

SOURCE = "ru"
LANGUAGES = ("kk", "ru", "en")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sayings:
    #: language -> Russian -> translation
    catalogues: Mapping[str, Mapping[str, str]]

    @classmethod
    def load(cls, folder: Path) -> "Sayings":
        found = {language: _merged(_files(folder, language)) for language in LANGUAGES if language != SOURCE}
        return cls(catalogues=found)

    def say(self, text: str, language: str) -> str:
        """The Russian itself where there is no translation."""
        return self.catalogues.get(language, {}).get(text) or text


def _files(folder: Path, language: str) -> list[Path]:
    """`kk.po`, and everything below `kk/`."""
    return sorted([*folder.glob(f"{language}.po"), *folder.glob(f"{language}/**/*.po")])


def _merged(files: list[Path]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for file in files:
        with file.open("rb") as source:
            for message in read_po(source):
                if isinstance(message.id, str) and isinstance(message.string, str):
                    texts[message.id] = message.string
    texts.pop("", None)
    return texts
