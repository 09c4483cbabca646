"""What happened while a decision was made."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.expressions.scopes import Functions, Root


@dataclass(frozen=True, kw_only=True, slots=True)
class MatchedRule:
    """A rule that contributed to the result, with what it saw and said."""

    #: Id of the decision or business knowledge model whose table it is.
    decision: str
    #: Id of the rule.
    rule: str
    #: Place of the rule in its table, from 1.
    index: int
    #: Label or expression of each input column -> the value that was tested.
    inputs: Mapping[str, Any]
    #: Name of each output column -> the value.
    outputs: Mapping[str, Any]
    #: What the rule's annotation columns say.
    annotation: str


class TracedRoot(Root):
    """The outermost scope of a decision, which collects the rules that matched."""

    __slots__ = ("matched",)

    def __init__(self, variables: Mapping[str, Any], functions: Functions) -> None:
        super().__init__(variables, functions)
        self.matched: list[MatchedRule] = []
