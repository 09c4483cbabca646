"""Speed of expressions and tables, each beside plain Python doing the same in the same run."""

import timeit
from collections.abc import Callable
from typing import Any

import pytest

from engine.dmn import read_decisions
from engine.expressions import compile_feel, compile_juel

VARIABLES = {"amount": 120, "kind": "legal", "age": 30}
CONDITIONS = {
    "feel": compile_feel('amount > 100 and kind = "legal" and age < 65'),
    "juel": compile_juel("${amount > 100 && kind == 'legal' && age < 65}"),
}
#: At most so many times the Python expression.
CONDITION_RATIO = 15
TABLE_SECONDS = 0.0005
COMPILE_SECONDS = 0.002
LONG = (
    'if applicant.kind = "legal" and amount > 100 then sum(for i in [1, 2, 3] return i * amount) + '
    'count(submitted[item.code = "passport" and item.pages > 2]) else years(filed + duration("P1DT2H")) + 12000'
)


def seconds(function: Callable[[], object], rounds: int) -> float:
    """The shortest time of one call."""
    return min(timeit.repeat(function, number=rounds, repeat=7)) / rounds


def ratio(ours: Callable[[], object], plain: Callable[[], object]) -> float:
    """How many times longer ours takes; both by turns, for the machine may be busy."""
    rounds = [(timeit.timeit(ours, number=2_000), timeit.timeit(plain, number=2_000)) for _ in range(40)]
    return min(first for first, _ in rounds) / min(second for _, second in rounds)


def python_condition(variables: dict[str, Any]) -> bool:
    """What the conditions say."""
    return bool(variables["amount"] > 100 and variables["kind"] == "legal" and variables["age"] < 65)


def table_of_50_rules() -> bytes:
    """A table with 50 rules and 4 inputs."""
    names = ("code", "number", "limit", "letter")
    inputs = "".join(
        f'<input id="{name}"><inputExpression><text>{name}</text></inputExpression></input>' for name in names
    )
    rules = ""
    for row in range(50):
        cells = (f'"c{row % 5}"', f"[{row}..{row + 10}]", f"&lt; {row * 3}", '"a", "b"')
        entries = "".join(f"<inputEntry><text>{cell}</text></inputEntry>" for cell in cells)
        rules += f'<rule id="r{row}">{entries}<outputEntry><text>{row}</text></outputEntry></rule>'
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">'
        '<decision id="term" name="term"><decisionTable hitPolicy="COLLECT">'
        f'{inputs}<output id="o" name="o"/>{rules}</decisionTable></decision></definitions>'
    ).encode()


@pytest.mark.parametrize("language", CONDITIONS)
def test_a_condition_of_three_comparisons(benchmark: Any, language: str) -> None:
    condition = CONDITIONS[language]
    assert benchmark(condition.evaluate, VARIABLES) is True
    times = ratio(lambda: condition.evaluate(VARIABLES), lambda: python_condition(VARIABLES))
    benchmark.extra_info["times plain Python"] = round(times, 1)
    assert times <= CONDITION_RATIO


def test_a_table_of_50_rules_and_4_inputs(benchmark: Any) -> None:
    decision = read_decisions(table_of_50_rules(), "term.dmn").decisions["term"]
    variables = {"code": "c3", "number": 25, "limit": 10, "letter": "b"}
    assert benchmark(decision.evaluate, variables).value == [18, 23]
    assert seconds(lambda: decision.evaluate(variables), 200) < TABLE_SECONDS


def test_compiling_200_characters(benchmark: Any) -> None:
    assert len(LONG) >= 200
    benchmark(compile_feel, LONG)
    assert seconds(lambda: compile_feel(LONG), 50) < COMPILE_SECONDS
