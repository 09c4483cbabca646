"""FEEL: what expressions say, and what becomes of wrong ones."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from engine.expressions import (
    ExpressionError,
    ExpressionSyntaxError,
    YearsMonths,
    compile_feel,
    compile_unary_tests,
    parse_duration,
)

VARIABLES: dict[str, Any] = {
    "age": 30,
    "rate": 0.1,
    "applicant": {"kind": "legal", "first name": "Айгуль", "children": [{"age": 3}, {"age": 12}]},
    "submitted": ["passport", "photo"],
    "total amount": 5,
    "filed_at": datetime(2012, 12, 20, 4, 0, tzinfo=UTC),
}

VALUES = [
    ("1 + 2 * 3", 7),
    ("0.1 + 0.2", Decimal("0.3")),
    ("rate * 3", Decimal("0.3")),
    ("10 / 4", Decimal("2.5")),
    ("1 / 0", None),
    ("2 ** 3 ** 2", 64),
    ("-5 ** 2", 25),
    ('"a" + "b"', "ab"),
    ('"a" + 1', None),
    ('"\\u0041\\t\\"" ', 'A\t"'),
    ('age > 18 and applicant.kind = "legal"', True),
    ("missing > 5", None),
    ("missing > 5 and false", False),
    ("missing > 5 or true", True),
    ("not(missing)", None),
    ("null = null", True),
    ('1 = "1"', None),
    ("age between 18 and 30", True),
    ("age in (< 18, [30..40))", True),
    ("age in ]30..40[", False),
    ("total amount + 1", 6),
    ("applicant.first name", "Айгуль"),
    ("applicant.children.age", [3, 12]),
    ("applicant.children[age > 5].age", [12]),
    ("count(applicant.children[item.age > 5])", 1),
    ("[1, 2, 3][-1]", 3),
    ("[1, 2, 3][4]", None),
    ("for i in 1..3 return i * i", [1, 4, 9]),
    ("for i in 3..1, j in [10] return i + j", [13, 12, 11]),
    ("for i in 1..4 return if i = 1 then 1 else partial[-1] * i", [1, 2, 6, 24]),
    ('some d in submitted satisfies d = "photo"', True),
    ('every d in submitted satisfies d = "photo"', False),
    ("{a: 1, b: a + 1}.b", 2),
    ("{a: 1, a: 2}", None),
    ("(function(x: number) x + 1)(2)", 3),
    ('(function(x: number) x + 1)("a")', None),
    ("{f: function(n) if n = 0 then 1 else n * f(n - 1), r: f(5)}.r", 120),
    ("sort([3, 1, 2], function(a, b) a > b)", [3, 2, 1]),
    ('substring(string: "foobar", start position: -2)', "ar"),
    ("sum(1, 2, 3.5)", Decimal("6.5")),
    ('number("1 234,5", " ", ",")', Decimal("1234.5")),
    ('string([1, "a", {b: null}])', '[1, "a", {b: null}]'),
    ('@"2012-12-20" + @"P1M"', date(2013, 1, 20)),
    ('@"2012-01-31" + @"P1M"', date(2012, 2, 29)),
    ('date("2012-12-20") - date("2012-12-01")', timedelta(days=19)),
    ('date and time("2012-12-20T10:00:00@Asia/Almaty") = filed_at', True),
    ('filed_at + duration("PT2H")', datetime(2012, 12, 20, 6, 0, tzinfo=UTC)),
    ('time("10:30:00").hour', 10),
    ('date and time("2012-12-31T24:00:00Z")', datetime(2013, 1, 1, tzinfo=UTC)),
    ('time("24:00:00.1")', None),
    ("time(10, 30, 15.5)", time(10, 30, 15, 500_000)),
    ('years and months duration(@"2011-12-22", @"2013-08-24")', YearsMonths(20)),
    ('date("2012-12-20").weekday', 4),
    ("1 instance of number", True),
    ('[1, "a"] instance of list<number>', False),
    ("function(a) a instance of function<number> -> number", "function"),
    ('replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")', "[1=ab][2=]cd"),
    ('matches("990101300123", "^[0-9]{12}$")', True),
    ('split("a;b;;c", ";")', ["a", "b", "", "c"]),
    ("overlaps([1..5], [5..8])", True),
    ('range("[1..3]") = [1..3]', True),
    ("// comment\n 1 /* more */ + 1", 2),
    ('if "abc" then 1 else 2', None),
]


@pytest.mark.parametrize(("text", "expected"), VALUES)
def test_values(text: str, expected: Any) -> None:
    value = compile_feel(text).evaluate(VARIABLES)
    if expected == "function":
        assert value.parameters == ("a",)
    else:
        assert value == expected
        assert type(value) is type(expected)


CELLS = [
    ("-", 1, True),
    ('"a", "b"', "b", True),
    ('not("a", "b")', "b", False),
    ("[18..65]", 18, True),
    ("(18..65]", 18, False),
    ("< 5, > 10", 7, False),
    (">= age", 30, True),
    ("true", False, False),
    ('"photo"', ["passport", "photo"], None),
    ("submitted", "photo", True),
    ('list contains(?, "photo")', ["photo"], True),
    ("? > 5 and ? < age", 7, True),
    ('< date("2013-01-01")', date(2012, 12, 20), True),
    ("null", None, True),
    ("5", None, False),
]


@pytest.mark.parametrize(("text", "value", "expected"), CELLS)
def test_cells(text: str, value: Any, expected: bool | None) -> None:
    assert compile_unary_tests(text).evaluate(VARIABLES, input=value) is expected


FAULTS = [
    ("1 +", 1, 4, "expected an expression, but found the end"),
    ("a b +\n  * 2", 2, 3, "expected an expression, but found '*'"),
    ("if a then b", 1, 12, "expected 'else', but found the end"),
    ('"abc', 1, 1, "expected an expression, but found '\"'"),
    ("[1, 2", 1, 6, "expected ',' or ']', but found the end"),
    ("__import__('os').system('x')", 1, 12, 'expected an expression, but found "\'"'),
    ("x = 1 2", 1, 7, "expected an operator or the end, but found '2'"),
]


@pytest.mark.parametrize(("text", "line", "column", "message"), FAULTS)
def test_faults_name_line_column_and_what_was_expected(
    text: str, line: int, column: int, message: str
) -> None:
    with pytest.raises(ExpressionSyntaxError) as caught:
        compile_feel(text)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert caught.value.message == message


def test_names_are_the_variables_that_an_expression_needs() -> None:
    expression = compile_feel("for d in submitted return if d = x then count(list[y > z]) else {q: 1, r: q}")
    assert expression.names == {"submitted", "x", "list"}
    assert expression.possible_names == {"y", "z"}


def test_functions_are_those_that_must_be_registered() -> None:
    assert compile_feel("{f: function(x) sum(x), r: f(1) + working days(2)}.r").functions == {"working days"}


def test_declared_names_may_hold_signs_and_keywords() -> None:
    expression = compile_feel("net-worth - 1 + cost of living", names=["net-worth", "cost of living"])
    assert expression.evaluate({"net-worth": 5, "cost of living": 2}) == 6


def test_registered_functions_are_called_with_spaces_or_underscores_and_names() -> None:
    functions = {"working_days": lambda count, calendar="five": f"{count} {calendar}"}
    assert compile_feel("working days(3)").evaluate({}, functions) == "3 five"
    assert compile_feel('working_days(count: 3, calendar: "six")').evaluate({}, functions) == "3 six"


def test_a_function_that_wants_the_scope_gets_the_variables() -> None:
    def of_case(scope: Any, name: str) -> Any:
        return scope.get(name, "none")

    of_case.wants_scope = True  # type: ignore[attr-defined]
    expression = compile_feel('for i in [1] return [of case("age"), of case("i"), of case("x")]')
    assert expression.evaluate(VARIABLES, {"of_case": of_case}) == [[30, 1, "none"]]


def test_a_failing_registered_function_is_an_error_with_its_name() -> None:
    with pytest.raises(ExpressionError, match=r"expected f\(\) to give a value, but"):
        compile_feel("f(1)").evaluate({}, {"f": lambda: 1})


def test_the_clock_may_be_given() -> None:
    assert compile_feel("today()").evaluate({}, {"today": lambda: date(2012, 1, 1)}) == date(2012, 1, 1)


def test_attributes_of_python_objects_are_out_of_reach() -> None:
    class Secret:
        password = "x"

    for text in ("s.password", "s.__class__", '"".__class__', "date.today", "[].append", "{}.keys"):
        assert compile_feel(text).evaluate({"s": Secret()}) in (None, [])


def test_results_are_copies_that_callers_may_change() -> None:
    rows = {"list": [1, 2]}
    compile_feel("list").evaluate(rows).append(3)
    assert rows == {"list": [1, 2]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("P3DT2H", timedelta(days=3, hours=2)), ("P1M", YearsMonths(1)), ("-P1Y2M", YearsMonths(-14))],
)
def test_durations(text: str, expected: Any) -> None:
    assert parse_duration(text) == expected


def test_a_wrong_duration_is_refused() -> None:
    with pytest.raises(ExpressionError, match="expected a duration such as 'P3DT2H'"):
        parse_duration("3 days")
