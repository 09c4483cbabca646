"""Every word of the content is said in Kazakh and English too."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from scripts.extract_translations import LANGUAGES, catalogue_path, texts, updated

KAZAKH = set("әғқңөұүһі")


@pytest.fixture(scope="module")
def said() -> dict[str, list[str]]:
    return texts()


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def words(path: Path) -> dict[str, str]:
    with path.open("rb") as source:
        return {str(each.id): str(each.string) for each in read_po(source) if each.id}


def test_every_text_is_translated(said: dict[str, list[str]], language: str) -> None:
    """Run `python -m scripts.extract_translations` and fill in what is empty."""
    known = words(catalogue_path(language))
    assert [text for text in said if not known.get(text)] == []


def test_no_translation_is_left_of_what_is_no_longer_said(said: dict[str, list[str]], language: str) -> None:
    assert set(words(catalogue_path(language))) <= set(said)


def test_places_for_values_are_the_same(language: str) -> None:
    for text, translated in words(catalogue_path(language)).items():
        assert sorted(re.findall(r"{{.*?}}", text)) == sorted(re.findall(r"{{.*?}}", translated)), text


def test_updating_changes_no_translation(said: dict[str, list[str]], language: str) -> None:
    known = words(catalogue_path(language))
    assert {str(each.id): each.string for each in updated(language, said) if each.id} == known


def test_kazakh_is_written_with_kazakh_letters() -> None:
    long = [translated for translated in words(catalogue_path("kk")).values() if len(translated) > 60]
    assert [each for each in long if not KAZAKH & set(each.lower())] == []


def test_english_is_written_without_cyrillic() -> None:
    assert [each for each in words(catalogue_path("en")).values() if re.search("[а-яё]", each.lower())] == []
