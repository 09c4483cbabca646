"""Ranges written as texts, as the function `range` takes them: nothing but literals inside."""

from typing import Any

from engine.expressions.comparison import order
from engine.expressions.faults import ExpressionSyntaxError
from engine.expressions.parser import Parser
from engine.expressions.parser_tests import ADDITIVE
from engine.expressions.temporal import (
    parse_any_duration,
    parse_date,
    parse_date_and_time,
    parse_literal,
    parse_time,
)
from engine.expressions.tree import At, Call, Name, Node, Number, String
from engine.expressions.values import Range, kind

READERS = {
    "date": parse_date,
    "time": parse_time,
    "date and time": parse_date_and_time,
    "duration": parse_any_duration,
}
MAX_TEXT = 1000


def read_range(text: str) -> Range | None:
    """The range a text names, or None."""
    if len(text) > MAX_TEXT:
        return None
    try:
        return parse_range(Parser(text))
    except ExpressionSyntaxError:
        return None


def parse_range(parser: Parser) -> Range | None:
    """Brackets with two ends, one of which may be missing beside an open bracket."""
    opening = parser.expect("[", "(", "]")
    start = None if parser.sees("..") else parser.level(ADDITIVE)
    parser.expect("..")
    end = None if parser.sees("]", ")", "[") else parser.level(ADDITIVE)
    closing = parser.expect("]", ")", "[")
    parser.expect_end()
    return make_range((opening == "[", start), (closing == "]", end))


def make_range(start: tuple[bool, Node | None], end: tuple[bool, Node | None]) -> Range | None:
    """The range between two ends of one kind, in their order."""
    (start_included, start_node), (end_included, end_node) = start, end
    low, high = literal(start_node), literal(end_node)
    if start_node is None and high is not None and not start_included:
        return half_open("<=" if end_included else "<", None, high)
    if end_node is None and low is not None and not end_included:
        return half_open(">=" if start_included else ">", low, None)
    if kind(low) != kind(high) or order(low, high) not in {-1, 0}:
        return None
    return Range(start=low, end=high, start_included=start_included, end_included=end_included)


def half_open(form: str, low: Any, high: Any) -> Range:
    """A range with one end."""
    return Range(
        start=low,
        end=high,
        start_included=form == ">=",
        end_included=form == "<=",
        form=form,
    )


def literal(node: Node | None) -> Any:
    """The value of a literal; None of everything else."""
    if isinstance(node, (Number, String)):
        return node.value
    if isinstance(node, At):
        return parse_literal(node.text)
    if isinstance(node, Call) and isinstance(node.function, Name) and len(node.positional) == 1:
        reader, text = READERS.get(node.function.name), node.positional[0]
        return reader(text.value) if reader and isinstance(text, String) else None
    return None
