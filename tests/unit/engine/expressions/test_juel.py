"""JUEL: the subset of Camunda 7 models, its conversions and its refusals."""

from decimal import Decimal
from typing import Any

import pytest

from engine.expressions import ExpressionError, ExpressionSyntaxError, compile_juel, compile_value

VARIABLES: dict[str, Any] = {
    "a": 7,
    "b": False,
    "n": None,
    "s": "abc",
    "list": [1, 2],
    "map": {"k": "v", "a b": 1},
    "none": [],
}

VALUES = [
    ("${a}", 7),
    ("#{a}", 7),
    ("${a == 7}", True),
    ("${a eq 7 and not b}", True),
    ("${a gt 5 && a le 7 || b}", True),
    ("${a != 7}", False),
    ("${s == 'abc'}", True),
    ('${s ne "x"}', True),
    ("${a == '7'}", True),
    ("${n == null}", True),
    ("${n == 1}", False),
    ("${n < 1}", False),
    ("${n >= 1}", False),
    ("${empty n}", True),
    ("${empty none && not empty list}", True),
    ("${empty missing}", True),
    ("${!b ? 'yes' : 'no'}", "yes"),
    ("${a + 1}", 8),
    ("${a - 1 * 2}", 5),
    ("${a / 2}", Decimal("3.5")),
    ("${a div 7}", 1),
    ("${-a % 4}", -3),
    ("${a mod 4}", 3),
    ("${'3' + 4}", 7),
    ("${map.k}", "v"),
    ("${map['a b']}", 1),
    ("${map.missing == null}", True),
    ("${list[1]}", 2),
    ("${list[9]}", None),
    ("${true}", True),
    ("${1.5}", Decimal("1.5")),
    ("Дело ${a} от ${s}", "Дело 7 от abc"),
    ("${f(a, 'x')}", "7x"),
]


@pytest.mark.parametrize(("text", "expected"), VALUES)
def test_values(text: str, expected: Any) -> None:
    assert compile_juel(text).evaluate(VARIABLES, {"f": lambda a, b: f"{a}{b}"}) == expected


FAULTS = [
    ("${a.b()}", 5, "expected a property or a registered function, but found a call of method 'b'"),
    ("${execution.getVariable('x')}", 13, "a call of method 'getVariable'"),
    ("${a +}", 6, "expected an expression, but found '}'"),
    ("${a", 4, "expected '}', but found the end"),
    ("${a = 1}", 5, "expected '}', but found '='"),
    ("${}", 3, "expected an expression, but found '}'"),
    ("${x -> x}", 6, "expected an expression, but found '>'"),
]


@pytest.mark.parametrize(("text", "column", "message"), FAULTS)
def test_what_lies_outside_the_subset_is_refused_with_its_place(text: str, column: int, message: str) -> None:
    with pytest.raises(ExpressionSyntaxError) as caught:
        compile_juel(text)
    assert caught.value.column == column
    assert message in caught.value.message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("${missing}", "expected a variable 'missing'"),
        ("${missing == 1}", "expected a variable 'missing'"),
        ("${g(1)}", "expected a registered function, but 'g' is none"),
        ("${a / 0}", "expected a divisor other than 0"),
        ("${map > 1}", "expected values that have an order"),
        ("${s + 1}", "expected a number, but got 'abc'"),
        ("${s.length}", "expected a map or list"),
    ],
)
def test_errors(text: str, message: str) -> None:
    with pytest.raises(ExpressionError, match=message):
        compile_juel(text).evaluate(VARIABLES)


@pytest.mark.parametrize(
    ("text", "literal", "value"),
    [
        ("= a + 1", False, 8),
        ("${a}", False, 7),
        ("PT${a}H", False, "PT7H"),
        ("P3D", True, "P3D"),
        ("", True, ""),
        ("=", True, "="),
    ],
)
def test_attributes_of_models(text: str, literal: bool, value: Any) -> None:
    expression = compile_value(text)
    assert expression.is_literal is literal
    assert expression.evaluate(VARIABLES) == value


def test_names_are_the_variables_of_all_parts() -> None:
    assert compile_value("${a} ${empty b ? c.d : f(e)}").names == {"a", "b", "c", "e"}


def test_a_fault_in_feel_behind_the_sign_is_counted_from_the_sign() -> None:
    with pytest.raises(ExpressionSyntaxError) as caught:
        compile_value("=1 +")
    assert caught.value.column == 5
