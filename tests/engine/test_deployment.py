"""Deployment: all or none, versions, and every problem at once."""

import pytest

from engine import queries
from engine.commands import Deploy, Resource, StartProcessInstance
from engine.errors import InvalidDefinition, NotAllowed, NotFound
from engine.values import SYSTEM
from tests.conftest import MODELS
from tests.engine.conftest import CLERK

SOURCE = (MODELS / "review.bpmn").read_bytes()


def _deploy(engine, content=SOURCE, name="review.bpmn"):
    return engine.execute(Deploy(resources=(Resource(name=name, content=content),)), SYSTEM)


def test_equal_content_is_not_a_new_version(engine) -> None:
    assert [d.version for d in _deploy(engine)] == [1]
    assert [d.version for d in _deploy(engine)] == [1]
    assert [d.version for d in _deploy(engine, SOURCE + b"\n")] == [2]


def test_a_running_instance_keeps_its_version(engine) -> None:
    _deploy(engine)
    old = engine.execute(StartProcessInstance(key="review", variables=GIVEN), SYSTEM)
    _deploy(engine, SOURCE.replace(b'name="Check"', b'name="Examine"'))
    new = engine.execute(StartProcessInstance(key="review", variables=GIVEN), SYSTEM)
    assert engine.read(queries.tasks, SYSTEM, old.id)[0].name == "Check"
    assert engine.read(queries.tasks, SYSTEM, new.id)[0].name == "Examine"


GIVEN = {"applicant": "a", "iin": "1", "authority": "talgar"}


def test_an_unknown_topic_is_refused_with_its_element(engine) -> None:
    with pytest.raises(InvalidDefinition) as caught:
        _deploy(engine, SOURCE.replace(b'topic="issue"', b'topic="isue"'))
    (problem,) = caught.value.problems
    assert (problem.element, problem.line) == ("issue", 31)
    assert "isue" in problem.message


def test_one_bad_file_keeps_the_others_out(engine) -> None:
    files = (Resource(name="review.bpmn", content=SOURCE), Resource(name="bad.bpmn", content=b"<x"))
    with pytest.raises(InvalidDefinition):
        engine.execute(Deploy(resources=files), SYSTEM)
    assert engine.read(queries.definitions_of) == ()


@pytest.mark.parametrize(
    "content",
    [b"", b"<x", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", b"\x00\xff", b"<x/>", b" " * (6 * 1024 * 1024)],
    ids=["empty", "malformed", "entity", "binary", "foreign", "over 5 MB"],
)
def test_hostile_files_get_one_clear_sentence(engine, content) -> None:
    with pytest.raises(InvalidDefinition) as caught:
        _deploy(engine, content)
    assert caught.value.problems[0].message


def test_a_file_of_another_kind_is_refused(engine) -> None:
    with pytest.raises(InvalidDefinition, match=r"expected a \.bpmn, \.dmn or \.form file"):
        _deploy(engine, b"x", "notes.txt")


def test_a_clerk_does_not_deploy(engine) -> None:
    with pytest.raises(NotAllowed, match="analyst"):
        engine.execute(Deploy(resources=()), CLERK)


def test_starting_an_unknown_process_is_refused(engine) -> None:
    with pytest.raises(NotFound, match="deploy it first"):
        engine.execute(StartProcessInstance(key="nothing"), SYSTEM)
