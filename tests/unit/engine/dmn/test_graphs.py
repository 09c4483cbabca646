"""Requirement graphs: decisions on decisions, knowledge models, services, imports, types."""

import pytest

from engine.dmn import InvalidDecision, read_decisions
from engine.expressions import ExpressionError
from tests.unit.engine.dmn.models import decision, definitions, literal, model, needs, table

FEES = decision(table(["kind"], ["rate"], [['"legal"', "10"], ['"natural"', "2"]]), "rates")
INPUT = '<inputData id="amount" name="amount"><variable name="amount" typeRef="number"/></inputData>'
TIMES = (
    '<businessKnowledgeModel id="times" name="times"><variable name="times"/><encapsulatedLogic>'
    '<formalParameter name="a" typeRef="number"/><formalParameter name="b" typeRef="number"/>'
    f"{literal('a * b')}</encapsulatedLogic></businessKnowledgeModel>"
)


def test_a_decision_uses_the_one_it_requires_and_both_report_their_rules() -> None:
    total = decision(literal("rates * 2"), "total", needs("rates"))
    found = model(FEES + total).decisions["total"].evaluate({"kind": "legal"})
    assert found.value == 20
    assert [rule.decision for rule in found.matched] == ["rates"]


def test_outputs_of_a_required_table_are_known_by_their_names_too() -> None:
    total = decision(literal("rate * 3"), "total", needs("rates"))
    assert model(FEES + total).decisions["total"].evaluate({"kind": "natural"}).value == 6


def test_a_decision_needed_twice_is_made_once() -> None:
    left, right = (decision(literal("rates"), name, needs("rates")) for name in ("left", "right"))
    total = decision(literal("left + right"), "total", needs("left", "right"))
    found = model(FEES + left + right + total).decisions["total"].evaluate({"kind": "legal"})
    assert (found.value, len(found.matched)) == (20, 1)


def test_knowledge_models_are_functions() -> None:
    requires = needs("amount", kind="requiredInput") + needs("times", kind="requiredKnowledge")
    total = decision(literal("times(b: amount, a: 3)"), "total", requires)
    found = model(INPUT + TIMES + total)
    assert found.decisions["total"].evaluate({"amount": 4}).value == 12
    assert found.decisions["total"].inputs == ("amount",)
    assert found.invoke("times", {"a": 5, "b": 6}).value == 30


def test_input_data_of_another_type_is_null() -> None:
    total = decision(literal("amount"), "total", needs("amount", kind="requiredInput"))
    assert model(INPUT + total).decisions["total"].evaluate({"amount": "four"}).value is None


def test_services_take_inputs_and_say_their_outputs() -> None:
    service = (
        '<decisionService id="fee" name="fee"><variable name="fee"/><outputDecision href="#total"/>'
        '<inputData href="#amount"/><inputDecision href="#rates"/></decisionService>'
    )
    total = decision(
        literal("amount * rates"), "total", needs("rates") + needs("amount", kind="requiredInput")
    )
    use = decision(literal("fee(7, 3)"), "use", needs("fee", kind="requiredKnowledge"))
    found = model(FEES + INPUT + total + service + use)
    assert found.decisions["use"].evaluate({}).value == 21
    assert found.invoke("fee", {"amount": 2, "rates": 5}).value == 10


def test_unknown_services_are_an_error() -> None:
    with pytest.raises(ExpressionError, match="knowledge model or decision service 'no'"):
        model(FEES).invoke("no", {})


def test_circles_are_refused() -> None:
    left, right = (
        decision(literal("1"), "left", needs("right")),
        decision(literal("1"), "right", needs("left")),
    )
    with pytest.raises(InvalidDecision, match="expected no circle of requirements"):
        model(left + right)


BOXES = {
    "context": (
        "<context><contextEntry><variable name='a b'/>" + literal("2") + "</contextEntry>"
        "<contextEntry>" + literal("a b * 4") + "</contextEntry></context>",
        8,
    ),
    "list": (f"<list>{literal('1')}{literal('n')}</list>", [1, 5]),
    "relation": (
        f"<relation><column name='x'/><column name='y'/><row>{literal('1')}{literal('n')}</row></relation>",
        [{"x": 1, "y": 5}],
    ),
    "conditional": (
        f"<conditional><if>{literal('n > 3')}</if><then>{literal('1')}</then><else>{literal('2')}</else></conditional>",
        1,
    ),
    "filter": (f"<filter><in>{literal('[1, 9]')}</in><match>{literal('item > n')}</match></filter>", [9]),
    "for": (
        f"<for iteratorVariable='i'><in>{literal('[1, 2]')}</in><return>{literal('i * n')}</return></for>",
        [5, 10],
    ),
    "some": (
        f"<some iteratorVariable='i'><in>{literal('[1, 9]')}</in><satisfies>{literal('i > n')}</satisfies></some>",
        True,
    ),
    "every": (
        f"<every iteratorVariable='i'><in>{literal('[1, 9]')}</in><satisfies>{literal('i > n')}</satisfies></every>",
        False,
    ),
    "invocation": (
        f"<invocation>{literal('f')}<binding><parameter name='x'/>{literal('n')}</binding></invocation>",
        None,
    ),
    "function": (
        "<context><contextEntry><variable name='f'/><functionDefinition><formalParameter name='x'/>"
        f"{literal('x + 1')}</functionDefinition></contextEntry><contextEntry><invocation>{literal('f')}"
        f"<binding><parameter name='x'/>{literal('n')}</binding></invocation></contextEntry></context>",
        6,
    ),
    "juel": ('<literalExpression expressionLanguage="juel"><text>n == 5</text></literalExpression>', True),
}


@pytest.mark.parametrize(("box", "expected"), BOXES.values(), ids=BOXES.keys())
def test_boxed_expressions(box: str, expected: object) -> None:
    assert model(decision(box)).decisions["term"].evaluate({"n": 5}).value == expected


def test_registered_functions_are_known_in_all_decisions() -> None:
    total = decision(literal("rates + working days(2)"), "total", needs("rates"))
    found = model(FEES + total).decisions["total"]
    assert found.evaluate({"kind": "legal"}, {"working_days": lambda days: days}).value == 12


def test_imported_models_are_known_by_the_name_of_the_import() -> None:
    other = definitions(FEES, "other")
    main = definitions(
        '<import namespace="http://test/other" name="o" importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>'
        + '<decision id="total" name="total"><informationRequirement><requiredDecision '
        f'href="http://test/other#rates"/></informationRequirement>{literal("o.rates + 1")}</decision>'
    )
    found = read_decisions(main, "main.dmn", lambda namespace, location: other)
    assert found.decisions["total"].evaluate({"kind": "legal"}).value == 11


def test_models_that_import_each_other_are_refused() -> None:
    circle = definitions(
        '<import namespace="http://test/model" name="m" importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>'
    )
    with pytest.raises(InvalidDecision, match="expected no circle of imports"):
        read_decisions(circle, "main.dmn", lambda namespace, location: circle)


TYPES = (
    '<itemDefinition name="tKind"><typeRef>string</typeRef><allowedValues><text>"legal", "natural"</text>'
    "</allowedValues></itemDefinition>"
    '<itemDefinition name="tPeople" isCollection="true"><itemComponent name="kind"><typeRef>tKind</typeRef>'
    "</itemComponent></itemDefinition>"
    '<inputData id="people" name="people"><variable name="people" typeRef="tPeople"/></inputData>'
)


@pytest.mark.parametrize(
    ("people", "expected"),
    [([{"kind": "legal"}], 1), ({"kind": "natural"}, 1), ([{"kind": "other"}], None), ("x", None)],
)
def test_types_of_a_model_are_asked_of_input_data(people: object, expected: object) -> None:
    total = decision(
        literal("if people = null then null else count(people)"),
        "total",
        needs("people", kind="requiredInput"),
    )
    assert model(TYPES + total).decisions["total"].evaluate({"people": people}).value == expected


def test_names_that_nobody_requires_are_warned_about() -> None:
    total = decision(literal("amount + amuont"), "total", needs("amount", kind="requiredInput"))
    warning = model(INPUT + total).warnings[0]
    assert warning["element"] == "total"
    assert "but it uses 'amuont'" in warning["message"]


def test_functions_to_be_registered_are_named() -> None:
    requires = needs("times", kind="requiredKnowledge")
    found = model(TIMES + decision(literal("times(1, working days(count([2])))"), "total", requires))
    assert found.functions == {"working days"}


def test_knowledge_models_may_call_themselves() -> None:
    recursive = (
        '<businessKnowledgeModel id="fact" name="fact"><variable name="fact" typeRef="number"/><encapsulatedLogic>'
        f'<formalParameter name="n"/>{literal("if n = 0 then 1 else n * fact(n - 1)")}</encapsulatedLogic>'
        f"{needs('fact', kind='requiredKnowledge')}</businessKnowledgeModel>"
    )
    total = decision(literal("fact(5)"), "total", needs("fact", kind="requiredKnowledge"))
    assert model(recursive + total).decisions["total"].evaluate({}).value == 120


def test_imported_knowledge_and_types_are_known_by_the_name_of_the_import() -> None:
    item = '<itemDefinition name="tAmount"><typeRef>number</typeRef></itemDefinition>'
    main = definitions(
        '<import namespace="http://test/other" name="my lib" '
        'importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>'
        '<decision id="total" name="total"><variable name="total" typeRef="my lib.tAmount"/><knowledgeRequirement>'
        f'<requiredKnowledge href="http://test/other#times"/></knowledgeRequirement>{literal("my lib.times(2, n)")}'
        "</decision>"
    )
    other = definitions(item + TIMES, "other")
    found = read_decisions(main, "main.dmn", lambda namespace, location: other)
    assert found.decisions["total"].evaluate({"n": 4}).value == 8
