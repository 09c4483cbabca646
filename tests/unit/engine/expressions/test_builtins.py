"""Functions of FEEL: whatever they are given, they give a value or the documented error."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.expressions import ExpressionFault, compile_feel
from engine.expressions.builtins import BUILTINS
from engine.expressions.printing import print_value

ARGUMENTS = [
    "null", "true", "0", "-1", "2.5", "1e6000", "1e-6000", "10 ** 33", '""', '"a"', '"2012-12-20"', '"P1D"',
    '"[1..3]"', '"(a+)+"', '"["', '"Europe/Paris"', "[]", "[1, 2, 3]", '[1, "a", null, [2]]', "[[1], [2]]", "{}",
    "{a: 1}", '{key: "a", value: 1}', '@"2012-12-20"', '@"9999-12-31"', '@"0001-01-01"', '@"99999-12-31"',
    '@"10:00:00"', '@"10:00:00@Europe/Paris"', '@"23:00:00+14:00"', '@"2012-12-20T10:00:00"',
    '@"0001-01-01T00:00:00+14:00"', '@"9999-12-31T23:59:59-14:00"', '@"99999-12-31T10:00:00Z"', '@"P1D"',
    '@"-P999999999D"', '@"P1Y"', '@"P99999999999Y"', "[1..3]", "(1..null)", "(> 5)", "(!= 5)", '["a".."c"]',
    '[@"2012-12-20"..@"9999-12-31"]', "function(a) a", "function(a, b) a < b", "function() 1", "sum", "missing",
    "variable", "numbers",
]  # fmt: skip
VARIABLES = {"variable": 0.1, "numbers": [1, 2.5, float("nan"), float("inf"), True]}
OPERATORS = ["+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "and", "or", "in"]
QUIET = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))


def evaluate(text: str) -> Any:
    """The value; nothing when the evaluation ends with the documented error."""
    with suppress(ExpressionFault):
        return compile_feel(text).evaluate(VARIABLES)


@QUIET
@given(st.sampled_from(sorted(BUILTINS)), st.lists(st.sampled_from(ARGUMENTS), max_size=4))
def test_any_function_takes_any_arguments(name: str, arguments: list[str]) -> None:
    with suppress(ExpressionFault):
        print_value(evaluate(f"{name}({', '.join(arguments)})"))


@pytest.mark.fuzz
@settings(max_examples=5_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(BUILTINS)), st.lists(st.sampled_from(ARGUMENTS), max_size=4))
def test_any_function_for_a_minute(name: str, arguments: list[str]) -> None:
    with suppress(ExpressionFault):
        print_value(evaluate(f"{name}({', '.join(arguments)})"))


@pytest.mark.parametrize("operator", OPERATORS)
@pytest.mark.parametrize("left", ARGUMENTS)
def test_any_operator_takes_any_operands(operator: str, left: str) -> None:
    for right in ARGUMENTS:
        with suppress(ExpressionFault):
            print_value(evaluate(f"({left}) {operator} ({right})"))


@pytest.mark.parametrize("value", ARGUMENTS)
def test_any_value_is_taken_apart(value: str) -> None:
    names = ("year", "weekday", "hour", "time offset", "timezone", "days", "months", "start", "a", "missing")
    for text in (
        *(f"({value}).{name}" for name in names),
        f"({value})[1]",
        f"({value})[item > 1]",
        f"-({value})",
    ):
        evaluate(text)
    for text in (f"for i in {value} return i", f"some i in {value} satisfies i", f"({value}) in [1..5]"):
        evaluate(text)


@pytest.mark.parametrize("name", sorted(BUILTINS))
def test_every_function_takes_its_arguments_by_name(name: str) -> None:
    for overload in BUILTINS[name]:
        arguments = ", ".join(f"{parameter.name}: null" for parameter in overload.parameters)
        evaluate(f"{name}({arguments})")
