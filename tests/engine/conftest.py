"""The people and the case of these tests."""

from collections.abc import Callable
from typing import Any

import pytest

from engine.commands import StartProcessInstance
from engine.handling import Handler, Job, NewDocument, Outcome, Tools
from engine.process_engine import ProcessEngine
from engine.values import SYSTEM, Actor, Membership, ProcessInstance
from tests.conftest import deploy


def person(name: str, role: str, body: str = "talgar") -> Actor:
    return Actor(id=name, name=name.title(), memberships=frozenset({Membership(role=role, body=body)}))


CLERK = person("aigul", "registry_clerk")
OTHER_CLERK = person("bolat", "registry_clerk")
ELSEWHERE = person("dana", "registry_clerk", "astana")
HEAD = person("erlan", "head")
SUPERVISOR = person("farida", "supervisor")
OPERATOR = person("galym", "administrator", "*")
AUDITOR = person("inkar", "auditor", "*")


def issue(job: Job, tools: Tools) -> Outcome:
    """Issues a document under the next number of its register."""
    number = tools.number("certificates")
    content = f"certificate {number}".encode()
    document = NewDocument(
        kind="result",
        name="certificate.txt",
        media_type="text/plain",
        content=content,
        number=str(number),
        variable="certificate",
    )
    return Outcome(variables={"issued": True}, documents=(document,))


@pytest.fixture
def handlers() -> dict[str, Handler]:
    return {"issue": issue}


@pytest.fixture
def start(engine: ProcessEngine) -> Callable[..., ProcessInstance]:
    """Deploys the review process, and starts an instance of it."""
    deploy(engine, "review.bpmn")

    def begin(**variables: Any) -> ProcessInstance:
        given = {"applicant": "Асель", "iin": "850101400016", "authority": "talgar", **variables}
        started: ProcessInstance = engine.execute(StartProcessInstance(key="review", variables=given), SYSTEM)
        return started

    return begin
