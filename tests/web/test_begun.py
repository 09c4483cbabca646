"""What staff begin themselves, and what they tell a case."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from engine import queries
from engine.clock import FixedClock
from engine.commands import Deploy, GrantRole, Resource, StartProcessInstance
from engine.process_engine import ProcessEngine
from engine.values import SYSTEM
from tests.web.conftest import CONTENT, settle

ENU = "university-national-gumilev"
ORDER = "higher-education-enrolment-order"
NAMES = ("higher-education-admission", ORDER, "shared-commission", "shared-creative-exam")


@pytest.fixture
def office(engine: ProcessEngine, clock: FixedClock) -> ProcessEngine:
    """A university in July, with one clerk of its commission."""
    clock.set(datetime(2026, 7, 15, 5, 0, tzinfo=UTC))
    files = sorted(CONTENT.rglob("*"))
    models = [
        each for each in files if each.suffix in (".bpmn", ".dmn", ".form") and each.name.startswith(NAMES)
    ]
    engine.execute(
        Deploy(resources=tuple(Resource(name=each.name, content=each.read_bytes()) for each in models)),
        SYSTEM,
    )
    for role in ("clerk", "commission_clerk"):
        engine.execute(GrantRole(user_id="registry", role=role, body=ENU), SYSTEM)
    return engine


def test_a_clerk_of_the_commission_begins_an_order(
    office: ProcessEngine, signed_in: Callable[[str], FlaskClient]
) -> None:
    clerk = signed_in("registry")
    assert "Общий приказ о зачислении" in clerk.get("/counter").text
    answer = clerk.post(f"/begun/{ORDER}/{ENU}")
    assert answer.status_code == 302
    (case,) = office.read(queries.instances, SYSTEM, process=ORDER).items
    assert answer.location == f"/cases/{case.business_key}"
    assert "Приказ о зачислении" in clerk.get(answer.location).text


def test_nobody_else_does(office: ProcessEngine, signed_in: Callable[[str], FlaskClient]) -> None:
    other = signed_in("centre")
    assert "Общий приказ о зачислении" not in other.get("/counter").text
    assert other.post(f"/begun/{ORDER}/{ENU}").status_code == 404
    assert office.read(queries.instances, SYSTEM, process=ORDER).total == 0


def test_an_order_is_no_service_for_applicants(
    office: ProcessEngine, signed_in: Callable[[str], FlaskClient]
) -> None:
    assert "Общий приказ" not in signed_in("applicant").get("/").text


def test_a_withdrawal_is_told_on_the_page_of_the_case(
    office: ProcessEngine, signed_in: Callable[[str], FlaskClient]
) -> None:
    given = {
        "channel": "authority",
        "procedure": "unt",
        "filed_at": office.clock.now(),
        "authority": ENU,
        "applicant": {"kind": "natural", "iin": "850412400260", "name": "Жақсылық Динара"},
        "submitted": [],
        "form": {},
    }
    case = office.execute(StartProcessInstance(key="higher-education-admission", variables=given), SYSTEM)
    settle(office)
    clerk = signed_in("registry")
    address = f"/cases/{case.business_key}"
    assert 'value="application_withdrawn"' in clerk.get(address).text
    assert clerk.post(f"{address}/tell", data={"message": "application_withdrawn"}).status_code == 302
    open_now = [each.element for each in office.read(queries.tasks, SYSTEM, case.id) if each.state == "open"]
    assert open_now == ["return_documents"]
    assert clerk.post(f"{address}/tell", data={"message": "enrolment_order"}).status_code == 404
