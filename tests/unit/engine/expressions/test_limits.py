"""Hostile expressions stop with an error, soon and in bounded memory."""

import tracemalloc

import pytest

from engine.expressions import ExpressionFault, compile_feel, compile_juel
from tests.hangs import no_hang

DOUBLING = "{a: [1, 1], b: [a, a, a, a], c: [b, b, b, b], d: [c, c, c, c], e: [d, d, d, d], f: [e, e, e, e], "
DOUBLING += "g: [f, f, f, f], h: [g, g, g, g], i: [h, h, h, h], j: [i, i, i, i]"
HOSTILE = {
    "brackets": "(" * 3000 + "1" + ")" * 3000,
    "lists": "[" * 3000,
    "signs": "-" * 3000 + "1",
    "chain": "1" + "+1" * 3000,
    "paths": "a" + ".b" * 3000,
    "conditions": "if true then " * 700,
    "functions": "function() " * 800,
    "long text": '"' + "x" * 200_000 + '"',
    "huge range": "for i in 1..100000000 return i",
    "product of ranges": "for i in 1..10000, j in 1..10000 return i * j",
    "quantified": "some i in 1..1000000000 satisfies i < 0",
    "endless recursion": "{f: function(n) f(n + 1), r: f(1)}.r",
    "wide recursion": "{f: function(n) if n = 0 then 1 else f(n - 1) + f(n - 1), r: f(50)}.r",
    "growing text": 'for i in 1..100 return if i = 1 then "xx" else partial[-1] + partial[-1]',
    "growing list": "for i in 1..99 return if i = 1 then [1] else concatenate(partial[-1], partial[-1])",
    "shared lists": DOUBLING + "}",
    "printed lists": f"string({DOUBLING}}}.j)",
    "compared lists": DOUBLING + ", k: j = j}.k",
    "flattened lists": f"flatten({DOUBLING}}}.j)",
    "replaced text": 'replace("' + "a" * 2000 + '", "a", "' + "b" * 5000 + '")',
    "back references": 'matches("' + "a" * 300 + '", "(.*)*(.*)*\\\\1x")',
    "quadratic pattern": 'matches("' + "x" * 9000 + '", "x*x*x*x*x*x*x*x*x*y")',
    "many powers": "for i in 1..10000 return 3 ** 70.5",
    "many sorts": "for i in 1..10000 return sort([3, 1, 2], function(a, b) a < b)",
}
HARMLESS = {
    "exponents": ("9999999999 ** 9999999999", None),
    "exponent of exponents": ("1e999 ** 1e999 ** 10", None),
    "large products": ("1e6000 * 1e6000", None),
    "backtracking": ('matches("' + "a" * 200 + '!", "(a+)+$")', False),
    "alternatives": ('matches("' + "a" * 2000 + '", "(a|aa)*b")', False),
    "counted groups": ('matches("a", "((((a{1000}){1000}){1000}){1000})")', None),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_expressions_stop_with_an_error(text: str) -> None:
    with no_hang(), pytest.raises(ExpressionFault):
        compile_feel(text).evaluate({"a": 1})


@pytest.mark.parametrize(("text", "value"), HARMLESS.values(), ids=HARMLESS.keys())
def test_bombs_that_fizzle(text: str, value: object) -> None:
    with no_hang():
        found = compile_feel(text).evaluate({})
    assert found is value


@pytest.mark.parametrize("name", ["huge range", "growing text", "shared lists", "back references"])
def test_hostile_expressions_take_bounded_memory(name: str) -> None:
    tracemalloc.start()
    with pytest.raises(ExpressionFault):
        compile_feel(HOSTILE[name]).evaluate({})
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 50_000_000


def test_each_evaluation_has_a_budget_of_its_own() -> None:
    expression = compile_feel("count(for i in 1..5000 return i)")
    assert [expression.evaluate({}) for _ in range(30)] == [5000] * 30


def test_evaluations_inside_each_other_share_one_budget() -> None:
    inner = compile_feel("count(for i in 1..5000 return i)")
    with pytest.raises(ExpressionFault, match="steps"):
        compile_feel("for i in 1..100 return inner()").evaluate({}, {"inner": lambda: inner.evaluate({})})


@pytest.mark.parametrize(
    "text", ["${" + "(" * 3000, "${" + "!" * 3000 + "a}", "${" + "a?" * 3000, "${a" + ".b" * 3000 + "}"]
)
def test_hostile_juel_is_refused(text: str) -> None:
    with pytest.raises(ExpressionFault):
        compile_juel(text)
