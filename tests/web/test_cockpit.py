"""Administrators: incidents tried again, jobs, timers, models; accounts and their roles."""

import re

import pytest

from engine import accounts, queries
from engine.commands import AcquireJobs, FailJob, StartProcessInstance
from engine.values import SYSTEM
from handlers import HANDLERS
from tests.web.conftest import PASSWORD, settle, speaking
from web.demo_certificates import guardian
from web.demo_stories import CENTRE, EDUCATION


@pytest.fixture
def admin(signed_in):
    return signed_in("admin")


@pytest.fixture
def stuck(engine):
    """A case on the portal whose first message could not be sent."""
    given = guardian("Бекенов Арман Саятович", "791103200009", "Бекенов Данияр", channel="portal")
    del given["centre"]
    values = {**given, "filed_at": engine.clock.now()}
    case = engine.execute(StartProcessInstance(key="guardianship-certificate", variables=values), SYSTEM)
    job = engine.execute(AcquireJobs(worker="test", topics=("", *HANDLERS), limit=1), SYSTEM)[0]
    engine.execute(FailJob(job_id=job.id, worker="test", error="no connection", retries=0), SYSTEM)
    return case


def test_without_incidents_it_says_so(admin) -> None:
    assert "Все дела идут дальше сами" in admin.get("/cockpit").text


def test_an_incident_is_shown_with_case_step_and_cause(admin, stuck) -> None:
    page = admin.get("/cockpit").text

    assert stuck.business_key in page
    assert "no connection" in page
    assert "Попытки кончились" in page


def test_trying_again_lets_the_case_go_on(engine, admin, stuck) -> None:
    incident = engine.read(queries.incidents, SYSTEM)[0]

    answer = admin.post(f"/cockpit/incidents/{incident.id}", data={"next": "/inbox"})
    settle(engine)

    assert answer.location == "/inbox"
    assert engine.read(queries.incidents, SYSTEM) == ()


@pytest.mark.parametrize("login", ["centre", "supervisor"])
def test_who_may_not_see_the_case_may_not_try_again(engine, signed_in, stuck, login: str) -> None:
    incident = engine.read(queries.incidents, SYSTEM)[0]

    assert signed_in(login).post(f"/cockpit/incidents/{incident.id}").status_code == 403
    assert engine.read(queries.incidents, SYSTEM) == (incident,)


def test_jobs_timers_and_models_are_listed(engine, admin, file_case) -> None:
    case = file_case()

    assert case.business_key in admin.get("/cockpit?tab=timers").text
    assert "shared-acceptance" in admin.get("/cockpit?tab=definitions").text
    assert admin.get("/cockpit?tab=jobs").status_code == 200
    assert admin.get("/cockpit?tab=else").status_code == 302


def test_a_new_account_gets_a_password_shown_once_and_works(app, engine, admin) -> None:
    answer = admin.post("/cockpit/people", data={"login": "S.Kim", "name": "Ким С. Ю."})
    password = re.findall(r'class="q-code">([^<]+)<', answer.text)[1]
    admin.post("/cockpit/people/s.kim/roles", data={"role": "auditor", "body": "*"})

    entered = speaking(app, "ru").post("/sign-in", data={"username": "s.kim", "password": password})

    assert entered.status_code == 302
    assert [each.role for each in engine.read(accounts.user, "s.kim").memberships] == ["auditor"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"login": "сергей", "name": "Сергей"}, "латиницей"),
        ({"login": "centre", "name": "Сергей"}, "такой логин уже есть"),
        ({"login": "sergey", "name": ""}, "напишите фамилию и имя"),
        ({"login": "sergey", "name": "Сергей", "iin": "850412100004"}, "проверьте ИИН"),
    ],
)
def test_a_wrong_account_is_not_made(engine, admin, given, words: str) -> None:
    before = len(engine.read(accounts.every))

    answer = admin.post("/cockpit/people", data=given)

    assert answer.status_code == 422
    assert words in answer.text
    assert len(engine.read(accounts.every)) == before


def test_a_body_is_found_by_words_and_a_role_given_and_taken(engine, admin) -> None:
    page = admin.get("/cockpit/people/centre?find=караганда образования").text
    admin.post("/cockpit/people/centre/roles", data={"role": "head", "body": EDUCATION})
    given = engine.read(accounts.user, "centre").actor
    admin.post("/cockpit/people/centre/roles/revoke", data={"role": "head", "body": EDUCATION})

    assert f'value="{EDUCATION}"' in page
    assert given.has("head", EDUCATION)
    assert not engine.read(accounts.user, "centre").actor.has("head", EDUCATION)


@pytest.mark.parametrize(
    ("role", "body"), [("head", "*"), ("head", "nowhere"), ("emperor", CENTRE), ("", CENTRE)]
)
def test_a_role_that_makes_no_sense_is_refused(engine, admin, role: str, body: str) -> None:
    before = engine.read(accounts.user, "centre").memberships

    assert admin.post("/cockpit/people/centre/roles", data={"role": role, "body": body}).status_code == 422
    assert engine.read(accounts.user, "centre").memberships == before


def test_a_closed_account_is_out_at_once(signed_in, admin) -> None:
    clerk = signed_in("centre")

    admin.post("/cockpit/people/centre/disable")

    assert clerk.get("/inbox").status_code == 302


def test_a_new_password_replaces_the_old_one(app, admin) -> None:
    admin.post("/cockpit/people/centre/password")

    entered = speaking(app, "ru").post("/sign-in", data={"username": "centre", "password": PASSWORD})

    assert entered.status_code == 422


@pytest.mark.parametrize("login", ["centre", "supervisor", "auditor", "applicant", "analyst"])
@pytest.mark.parametrize("path", ["/cockpit", "/cockpit/people", "/cockpit/people/admin"])
def test_others_stay_outside(signed_in, login: str, path: str) -> None:
    assert signed_in(login).get(path).status_code == 403
