"""Durations as texts of a model give them."""

from datetime import timedelta

from engine.expressions.faults import ExpressionError
from engine.expressions.temporal import parse_any_duration
from engine.expressions.values import YearsMonths


def parse_duration(text: str) -> timedelta | YearsMonths:
    """`P3DT2H` or `P1M` as a duration."""
    duration = parse_any_duration(text.strip())
    if duration is None:
        raise ExpressionError(f"expected a duration such as 'P3DT2H' or 'P1M', but got {text[:100]!r}")
    return duration
