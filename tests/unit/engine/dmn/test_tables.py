"""Decision tables: hit policies, what matched, and what is refused."""

from datetime import date
from typing import Any

import pytest

from engine.dmn import DecisionResult, InvalidDecision, read_decisions
from engine.expressions import ExpressionError
from tests.unit.engine.dmn.models import decision, definitions, model, table

RULES = [
    ["< 18", '"minor"', "3", "п. 4"],
    ["< 65", '"adult"', "5", "п. 5"],
    [">= 65", '"senior"', "5", "п. 6"],
]


def decide(policy: str, age: Any, rules: list[list[str]] = RULES, outputs: Any = None) -> DecisionResult:
    """The result of the table of ages."""
    columns = outputs or ['group: "senior", "minor", "adult"', "days"]
    found = model(decision(table(["age"], columns, rules, policy)))
    return found.decisions["term"].evaluate({"age": age})


BOTH = [{"group": "minor", "days": 3}, {"group": "adult", "days": 5}]
POLICIES = [
    ('hitPolicy="FIRST"', 10, {"group": "minor", "days": 3}),
    ('hitPolicy="PRIORITY"', 10, {"group": "minor", "days": 3}),
    ('hitPolicy="RULE ORDER"', 10, BOTH),
    ('hitPolicy="OUTPUT ORDER"', 10, BOTH),
    ('hitPolicy="COLLECT"', 10, BOTH),
    ('hitPolicy="UNIQUE"', 30, {"group": "adult", "days": 5}),
    ("", 30, {"group": "adult", "days": 5}),
    ('hitPolicy="UNIQUE"', None, None),
    ('hitPolicy="COLLECT"', None, []),
]


@pytest.mark.parametrize(("policy", "age", "expected"), POLICIES)
def test_hit_policies(policy: str, age: Any, expected: Any) -> None:
    assert decide(policy, age).value == expected


AGGREGATIONS = [("SUM", 8), ("MIN", 3), ("MAX", 5), ("COUNT", 2)]


@pytest.mark.parametrize(("aggregation", "expected"), AGGREGATIONS)
def test_aggregations(aggregation: str, expected: int) -> None:
    rules = [["< 18", "3"], ["< 65", "5"]]
    policy = f'hitPolicy="COLLECT" aggregation="{aggregation}"'
    assert decide(policy, 10, rules, ["days"]).value == expected


@pytest.mark.parametrize("policy", ["UNIQUE", "ANY"])
def test_rules_that_contradict_are_an_error_with_their_numbers(policy: str) -> None:
    with pytest.raises(ExpressionError, match=r"table 'term', but rules 1, 2"):
        decide(f'hitPolicy="{policy}"', 10)


def test_any_takes_rules_that_agree() -> None:
    assert decide('hitPolicy="ANY"', 10, [["< 18", "3"], ["< 65", "3"]], ["days"]).value == 3


def test_the_rules_that_matched_are_reported_with_inputs_outputs_and_annotation() -> None:
    found = decide('hitPolicy="COLLECT"', 10).matched
    assert [rule.index for rule in found] == [1, 2]
    first = found[0]
    assert (first.decision, first.rule, first.annotation) == ("term", "rule_1", "п. 4")
    assert first.inputs == {"age": 10}
    assert first.outputs == {"group": "minor", "days": 3}


def test_a_default_speaks_when_no_rule_does() -> None:
    logic = table(["age"], ["days"], [["< 18", "3"]]).replace(
        'name="days">', 'name="days"><defaultOutputEntry><text>9</text></defaultOutputEntry>'
    )
    found = model(decision(logic)).decisions["term"].evaluate({"age": 40})
    assert (found.value, found.matched) == (9, ())


def test_an_input_outside_the_allowed_values_is_an_error() -> None:
    logic = table(["channel"], ["days"], [["-", "3"]]).replace(
        "</inputExpression>", '</inputExpression><inputValues><text>"centre","post"</text></inputValues>'
    )
    term = model(decision(logic)).decisions["term"]
    assert term.evaluate({"channel": "post"}).value == 3
    with pytest.raises(ExpressionError, match="allowed value for input 'channel'"):
        term.evaluate({"channel": "pigeon"})


def test_texts_are_read_where_a_column_asks_for_a_date() -> None:
    logic = table(["filed"], ["fee"], [['>= date("2012-01-01")', "5"]]).replace(
        "<inputExpression>", '<inputExpression typeRef="date">'
    )
    term = model(decision(logic)).decisions["term"]
    assert term.evaluate({"filed": "2012-12-20"}).value == 5
    assert term.evaluate({"filed": date(2011, 12, 20)}).value is None


def test_tables_without_input_data_name_their_variables() -> None:
    term = model(decision(table(["age", "applicant.kind"], ["days"], [["-", "-", "limit + 1"]]))).decisions[
        "term"
    ]
    assert term.inputs == ("age", "applicant", "limit")
    assert term.evaluate({"limit": 4}).value == 5


def test_empty_cells_test_nothing_and_say_null() -> None:
    assert model(decision(table(["age"], ["days"], [["", ""]]))).decisions["term"].evaluate({}).value is None


def test_cells_of_camunda_7_are_conditions_over_the_cell_input() -> None:
    logic = table(["age"], ["days"], [["cellInput > 18 && age < 65", "3"]]).replace(
        "<inputEntry>", '<inputEntry expressionLanguage="juel">'
    )
    term = model(decision(logic)).decisions["term"]
    assert [term.evaluate({"age": age}).value for age in (10, 30, 70)] == [None, 3, None]


def test_cells_in_other_languages_are_refused() -> None:
    logic = table(["age"], ["days"], [["1", "3"]]).replace(
        "<inputEntry>", '<inputEntry expressionLanguage="groovy">'
    )
    with pytest.raises(InvalidDecision, match="expected FEEL or JUEL, but the language is 'groovy'"):
        model(decision(logic))


def test_all_problems_are_told_at_once_with_element_and_line() -> None:
    content = "\n" + decision("\n" + table(["age +"], ["days"], [["< ", "1 +"]], 'hitPolicy="BEST"'))
    with pytest.raises(InvalidDecision) as caught:
        read_decisions(definitions(content), "term.dmn")
    assert [(found["element"], found["line"]) for found in caught.value.problems] == [
        ("input_age +", 4),
        ("term", 4),
        ("rule_1", 4),
        ("rule_1", 4),
    ]
    assert "hit policy" in caught.value.problems[1]["message"]
    assert str(caught.value).startswith("term.dmn: input_age +, line 4: expected an expression")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (b"<x", "expected well-formed XML"),
        (b"<definitions/>", "expected <definitions> of DMN 1.1 to 1.5"),
        (
            b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><definitions/>',
            "expected no document type",
        ),
        (
            definitions(
                '<decision id="a" name="a"><literalExpression expressionLanguage="groovy"><text>x</text>'
                "</literalExpression></decision>"
            ),
            "expected FEEL or JUEL",
        ),
        (
            definitions(
                decision(
                    "",
                    requires='<informationRequirement><requiredDecision href="#no"/>'
                    "</informationRequirement>",
                )
            ),
            "expected an element 'no'",
        ),
        (
            definitions(
                '<import namespace="http://x" name="x" importType="https://www.omg.org/spec/DMN/1"/>'
            ),
            "expected a model of namespace 'http://x'",
        ),
    ],
)
def test_refusals(source: bytes, message: str) -> None:
    with pytest.raises(InvalidDecision, match=message):
        read_decisions(source, "bad.dmn")
