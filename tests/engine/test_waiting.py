"""Messages for other cases: who waits, who is told, who could not be reached."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from engine import queries
from engine.commands import (
    CancelProcessInstance,
    CreateUser,
    GrantRole,
    StartProcessInstance,
    SuspendProcessInstance,
)
from engine.due import run_due
from engine.errors import NotAllowed, NotFound
from engine.handling import Handler, Job
from engine.process_engine import ProcessEngine
from engine.replay import replay
from engine.tools import EngineTools
from engine.values import SYSTEM, Actor, Membership
from engine.waiting import sent, waiting
from handlers.find_unreached import find_unreached
from handlers.find_waiting import find_waiting
from tests.conftest import deploy


@pytest.fixture
def handlers() -> dict[str, Handler]:
    return {"find_waiting": find_waiting, "find_unreached": find_unreached}


@pytest.fixture
def file(engine: ProcessEngine) -> Callable[..., str]:
    """Deploys both processes, and files applications that wait for an order."""
    deploy(engine, "gathering.bpmn")

    def begin(name: str, body: str = "talgar") -> str:
        given = {"authority": body, "entry": {"name": name}}
        started: str = engine.execute(StartProcessInstance(key="applying", variables=given), SYSTEM).id
        settle(engine)
        return started

    return begin


def settle(engine: ProcessEngine) -> None:
    while run_due(engine):
        pass


def order(engine: ProcessEngine, body: str = "talgar") -> str:
    variables = {"authority": body}
    started: str = engine.execute(StartProcessInstance(key="gathering", variables=variables), SYSTEM).id
    settle(engine)
    return started


def held(engine: ProcessEngine, instance: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = engine.read(queries.variables, SYSTEM, instance)
    return found


def test_those_of_the_body_wait_the_oldest_first(engine: ProcessEngine, file: Callable[..., str]) -> None:
    first, second = file("Асель"), file("Болат")
    file("Дана", "astana")
    found = engine.read(waiting, "ordered", "talgar")
    assert {each.instance_id for each in found} == {first, second}
    assert {each.variables["entry"]["name"] for each in found} == {"Асель", "Болат"}
    assert len(engine.read(waiting, "ordered")) == 3


def test_a_suspended_case_is_not_listed(engine: ProcessEngine, file: Callable[..., str]) -> None:
    engine.execute(SuspendProcessInstance(instance_id=file("Асель"), reason="спор"), SYSTEM)
    assert engine.read(waiting, "ordered", "talgar") == ()


def test_each_is_told_by_its_number_and_the_order_knows_its_list(
    engine: ProcessEngine, file: Callable[..., str]
) -> None:
    cases = [file(name) for name in ("Асель", "Болат")]
    elsewhere = file("Дана", "astana")
    told = order(engine)
    assert [held(engine, each)["text"] for each in cases] == ["for Асель", "for Болат"]
    assert "businessKey" not in held(engine, cases[0])
    assert "text" not in held(engine, elsewhere)
    assert held(engine, told)["unreached"] == []
    assert all(engine.read(replay, each).identical for each in (told, *cases))


def test_who_is_gone_is_named_and_the_rest_is_told(engine: ProcessEngine, file: Callable[..., str]) -> None:
    gone, stays = file("Асель"), file("Болат")
    started = engine.execute(
        StartProcessInstance(key="gathering", variables={"authority": "talgar"}), SYSTEM
    ).id
    run_due(engine)  # the list is read, the messages are thrown
    engine.execute(CancelProcessInstance(instance_id=gone, reason="отозвано"), SYSTEM)
    settle(engine)
    (lost,) = held(engine, started)["unreached"]
    assert lost["number"] == engine.read(queries.instance, SYSTEM, gone).business_key
    assert held(engine, stays)["text"] == "for Болат"
    assert engine.read(sent, started).on_the_way == 0
    assert engine.read(queries.incidents, SYSTEM) == ()


def test_a_handler_sees_colleagues_of_the_body(engine: ProcessEngine) -> None:
    job = Job(
        id="a:b",
        instance_id="a",
        activity="b",
        element="b",
        topic="find_members",
        process_key="k",
        definition_id="k:1",
        business_key=None,
        retries=3,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        now=datetime(2026, 1, 1, tzinfo=UTC),
        variables={},
        inputs={},
    )
    for name in ("bolat", "aigul"):
        engine.execute(CreateUser(user_id=name, name=name.title(), password_hash="x"), SYSTEM)
        engine.execute(GrantRole(user_id=name, role="commission_member", body="talgar"), SYSTEM)
    found = EngineTools(engine, job).colleagues("commission_member", "talgar")
    assert found == [{"id": "aigul", "name": "Aigul"}, {"id": "bolat", "name": "Bolat"}]
    assert EngineTools(engine, job).colleagues("commission_member", "astana") == []


def test_only_its_roles_begin_what_staff_begin(engine: ProcessEngine, file: Callable[..., str]) -> None:
    def begin(role: str, body: str) -> None:
        actor = Actor(id="x", name="X", memberships=frozenset({Membership(role=role, body=body)}))
        engine.execute(StartProcessInstance(key="gathering", variables={"authority": "talgar"}), actor)

    begin("commission_clerk", "talgar")
    for role, body in (("clerk", "talgar"), ("commission_clerk", "astana"), ("applicant", "*")):
        with pytest.raises(NotAllowed, match="commission_clerk"):
            begin(role, body)
    with pytest.raises(NotFound):
        engine.execute(StartProcessInstance(key="nothing"), SYSTEM)
