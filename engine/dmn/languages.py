"""Expression languages that a model may name: FEEL, and JUEL as Camunda 7 writes it."""

from collections.abc import Iterable
from dataclasses import dataclass

from engine.expressions.builder import Builder, Closure, Rule
from engine.expressions.faults import ExpressionSyntaxError
from engine.expressions.juel import RULES as JUEL_RULES
from engine.expressions.juel import is_juel
from engine.expressions.juel_parser import parse_juel
from engine.expressions.parser import parse_feel
from engine.expressions.tree import Node


@dataclass(frozen=True, slots=True)
class Language:
    """A language by the name or address that a model gives."""

    name: str

    @property
    def is_feel(self) -> bool:
        """Whether it is FEEL, which it is when nothing is said."""
        lowered = self.name.lower()
        return not lowered or "feel" in lowered

    @property
    def is_juel(self) -> bool:
        """Whether it is the expression language of Camunda 7."""
        return self.name.lower() == "juel"


@dataclass(frozen=True, slots=True)
class JuelText(Node):
    """A JUEL expression among FEEL."""

    expression: Node


def parse_expression(text: str, language: Language, names: Iterable[str]) -> Node:
    """The tree of a text in a language."""
    if language.is_juel or (is_juel(text) and text.startswith(("${", "#{"))):
        return JuelText(parse_juel(text if is_juel(text) else f"${{{text}}}"))
    if not language.is_feel:
        raise ExpressionSyntaxError(
            f"expected FEEL or JUEL, but the language is {language.name!r}; write it in FEEL"
        )
    return parse_feel(text, names)


def juel_text(node: JuelText, builder: Builder) -> Closure:
    """The closure of a JUEL expression."""
    return Builder(rules=JUEL_RULES).build(node.expression)


RULES: dict[type[Node], Rule] = {JuelText: juel_text}
