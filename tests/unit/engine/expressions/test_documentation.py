"""The page on expressions says what the tables say."""

from pathlib import Path

from engine.expressions.builtins import BUILTINS
from engine.expressions.documentation import page

PAGE = Path(__file__).parents[4] / "docs" / "feel.md"


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), (
        "write engine.expressions.documentation.page() to docs/feel.md"
    )


def test_every_function_is_documented() -> None:
    undocumented = [
        overload.text
        for overloads in BUILTINS.values()
        for overload in overloads
        if not overload.documentation
    ]
    assert undocumented == []
