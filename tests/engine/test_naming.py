"""A variable nobody sets is warned about, with its element; it does not keep a model out."""

from engine.commands import Resource
from engine.definitions import parse
from engine.functions import names
from engine.references import Known, check
from tests.conftest import MODELS

SOURCE = (MODELS / "review.bpmn").read_text()
MESSAGE = '<bpmn:messageEventDefinition id="collected_message" messageRef="message_collected" />'
TIMER = (
    '<bpmn:timerEventDefinition id="t"><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition>'
)


def _warned(source: str) -> list[tuple[str, str]]:
    parsed, problems = parse((Resource(name="review.bpmn", content=source.encode()),))
    assert not problems
    found = check(parsed, Known(functions=names()))
    assert all(problem.severity == "warning" for problem in found)
    return [(problem.element, problem.message.split('"')[1]) for problem in found]


def test_a_misspelt_variable_is_named_with_its_element() -> None:
    closed = SOURCE.replace(MESSAGE, TIMER).replace("${iin}", "${applicant.iin}")
    assert _warned(closed) == [("decide", "complete")]


def test_a_process_that_gets_messages_may_hold_anything() -> None:
    assert _warned(SOURCE) == []


def test_an_answer_must_not_be_hidden_by_an_input() -> None:
    source = (MODELS / "payment.bpmn").read_text().replace(">fee<", ">payment<")
    parsed, problems = parse((Resource(name="payment.bpmn", content=source.encode()),))
    (problem,) = [
        *problems,
        *(each for each in check(parsed, Known(functions=names())) if each.severity == "error"),
    ]
    assert (problem.element, problem.severity) == ("confirm_payment", "error")
    assert 'the input "payment" of the same task hides it' in problem.message
