"""The register of issued documents: numbers in a row, states, who sees what, what is annulled or replaced."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from engine import due, issued, queries
from engine.commands import (
    AddDocument,
    AnnulDocument,
    CancelProcessInstance,
    CompleteUserTask,
    StartProcessInstance,
)
from engine.errors import InvalidCommand, NotAllowed, NotFound, WrongState
from engine.handling import Handler, Job, NewDocument, Outcome, Tools
from engine.issued import Filter
from engine.process_engine import ProcessEngine
from engine.values import SYSTEM
from tests.conftest import deploy
from tests.engine.conftest import AUDITOR, CLERK, ELSEWHERE, OPERATOR, SUPERVISOR

REGISTER = "R/talgar/2026"
GIVEN = {"applicant": "Асель", "iin": "850101400016", "authority": "talgar"}


def certify(job: Job, tools: Tools) -> Outcome:
    """The next number of the register; fails once or for ever, replaces an older document, where the case says so."""
    serial = tools.number(REGISTER)
    if job.variables.get("fails") == "for ever" or (job.variables.get("fails") and job.retries == 3):
        raise RuntimeError("the printer is out of paper")
    document = NewDocument(
        kind="result",
        name="Справка.txt",
        media_type="text/plain",
        content=f"{serial}".encode(),
        code="certificate",
        number=f"{REGISTER}/{serial:05d}",
        variable="certificate",
    )
    before = job.variables.get("before")
    mark = NewDocument(
        kind="replacement", name="Заменён", media_type="text/plain", content=b"-", number=before
    )
    return Outcome(documents=(document, mark) if before else (document,))


@pytest.fixture
def handlers() -> dict[str, Handler]:
    return {"issue": certify}


Issue = Callable[..., str]


@pytest.fixture
def issue(engine: ProcessEngine) -> Issue:
    """Files a case and has its certificate issued: id of the case."""
    deploy(engine, "review.bpmn")

    def do(**variables: object) -> str:
        case = begin(engine, **variables)
        while due.run_due(engine):
            pass
        return case

    return do


def begin(engine: ProcessEngine, **variables: object) -> str:
    case = engine.execute(StartProcessInstance(key="review", variables={**GIVEN, **variables}), SYSTEM)
    (task,) = engine.read(queries.tasks, SYSTEM, case.id)
    engine.execute(CompleteUserTask(task_id=task.id, variables={"complete": True}), SYSTEM)
    return str(case.id)


def listed(engine: ProcessEngine, actor=SYSTEM, **wanted: object) -> list[tuple[int | None, str]]:
    page = engine.read(issued.register, actor, Filter(**wanted))
    assert page.total == len(page.items)
    return sorted((each.serial, each.state) for each in page.items)


def of_case(engine: ProcessEngine, case: str) -> issued.IssuedDocument:
    page = engine.read(issued.register, SYSTEM, Filter())
    return next(each for each in page.items if each.instance_id == case)


def test_the_register_tells_number_body_and_case(engine, issue: Issue) -> None:
    case = issue()

    found = of_case(engine, case)

    assert (found.number, found.serial, found.body) == ("R/talgar/2026/00001", 1, "talgar")
    assert (found.kind, found.state, found.reason, found.changed_at) == ("result", "valid", None, None)
    assert (found.case_number, found.case_title, found.process_key) == ("R-2026-000001", "Асель", "review")
    assert engine.read(issued.check, found.number) == (found,)


def test_many_workers_whose_jobs_fail_leave_no_gap_and_no_repeat(file_engine, clock) -> None:
    engines = [file_engine() for _ in range(4)]
    deploy(engines[0], "review.bpmn")
    for number in range(12):
        begin(engines[0], fails="once" if number % 3 == 0 else "")

    def work(numbered: tuple[int, ProcessEngine]) -> None:
        number, engine = numbered
        while due.run_due(engine, f"worker {number}", limit=2):
            pass

    for _ in range(2):
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(work, enumerate(engines)))
        clock.advance(timedelta(hours=1))

    found = engines[0].read(issued.register, SYSTEM, Filter(), limit=None)
    assert sorted(each.serial for each in found.items) == list(range(1, 13))
    assert len({each.number for each in found.items}) == 12
    assert engines[0].read(issued.unissued, SYSTEM, Filter()) == ()


def test_a_number_that_led_to_no_document_stays_in_the_register(engine, issue: Issue, clock) -> None:
    lost = issue(fails="for ever")
    kept = issue()

    assert of_case(engine, kept).serial == 2
    (open_number,) = engine.read(issued.unissued, SYSTEM, Filter(body="talgar", year=2026))
    assert (open_number.number, open_number.instance_id, open_number.is_in_work) == (f"{REGISTER}/00001", lost, True)

    engine.execute(CancelProcessInstance(instance_id=lost, reason="withdrawn"), SYSTEM)

    (gone,) = engine.read(issued.unissued, SYSTEM, Filter())
    assert not gone.is_in_work
    assert engine.read(issued.unissued, SYSTEM, Filter(year=2025)) == ()
    assert engine.read(issued.unissued, ELSEWHERE, Filter(body="talgar")) == ()


def test_an_annulled_document_is_void_and_says_why(engine, issue: Issue, clock) -> None:
    case = issue()
    found = of_case(engine, case)
    command = AnnulDocument(instance_id=case, document_id=found.id, reason=" выдан по ошибке ")
    clock.advance(timedelta(days=1))

    engine.execute(command, SUPERVISOR)

    (checked,) = engine.read(issued.check, found.number)
    assert (checked.state, checked.reason, checked.changed_at) == ("void", "выдан по ошибке", clock.now())
    assert checked.issued_at < clock.now()
    with pytest.raises(WrongState, match="annulled already"):
        engine.execute(command, SUPERVISOR)


@pytest.mark.parametrize("actor", [CLERK, ELSEWHERE, AUDITOR])
def test_only_who_watches_over_the_body_annuls(engine, issue: Issue, actor) -> None:
    case = issue()
    command = AnnulDocument(instance_id=case, document_id=of_case(engine, case).id, reason="x")
    with pytest.raises(NotAllowed):
        engine.execute(command, actor)


@pytest.mark.parametrize(
    ("changes", "error"),
    [({"document_id": "nothing"}, NotFound), ({"instance_id": "other"}, NotFound), ({"reason": " "}, InvalidCommand)],
)
def test_an_annulment_names_a_document_of_the_case_and_a_reason(engine, issue: Issue, changes, error) -> None:
    case, other = issue(), issue()
    values = {"instance_id": case, "document_id": of_case(engine, case).id, "reason": "x"} | changes
    if values["instance_id"] == "other":
        values["instance_id"] = other
    with pytest.raises(error):
        engine.execute(AnnulDocument(**values), OPERATOR)


def test_a_document_that_takes_the_place_of_another_says_so(engine, issue: Issue) -> None:
    old = of_case(engine, issue())

    issue(before=old.number)

    assert listed(engine) == [(1, "replaced"), (2, "valid")]
    assert engine.read(issued.check, old.number)[0].reason == "Заменён"


def test_an_annulled_document_stays_void_when_it_is_replaced(engine, issue: Issue) -> None:
    case = issue()
    old = of_case(engine, case)
    engine.execute(AnnulDocument(instance_id=case, document_id=old.id, reason="x"), SYSTEM)

    issue(before=old.number)

    assert listed(engine, state="void") == [(1, "void")]
    assert listed(engine, state="replaced") == []


@pytest.mark.parametrize("before", ["R/talgar/2026/00099", "R/talgar/2026/00001"])
def test_nobody_replaces_the_document_of_another_person(engine, issue: Issue, before: str) -> None:
    issue()
    case = issue(before=before, iin="900101300017")

    (job,) = engine.read(queries.jobs, SYSTEM, case)
    assert "issued to the same person" in job.error
    assert listed(engine, state="replaced") == []


@pytest.mark.parametrize("kind", ["annulment", "replacement"])
def test_a_mark_is_no_file_that_somebody_adds(engine, issue: Issue, kind: str) -> None:
    case = issue()
    mark = NewDocument(
        kind=kind, name="x", media_type="text/plain", content=b"x", number=of_case(engine, case).number
    )
    with pytest.raises(NotAllowed):
        engine.execute(AddDocument(instance_id=case, document=mark), CLERK)


@pytest.mark.parametrize(
    ("wanted", "serials"),
    [
        ({"body": "talgar"}, [1, 2]),
        ({"body": "astana"}, []),
        ({"year": 2026}, [1, 2]),
        ({"year": 2025}, []),
        ({"kind": "result"}, [1, 2]),
        ({"kind": "refusal"}, []),
        ({"number": "2"}, [2]),
        ({"number": "r/talgar"}, [1, 2]),
        ({"number": "100%"}, []),
        ({"state": "valid"}, [2]),
        ({"state": "void", "body": "talgar"}, [1]),
    ],
)
def test_the_register_is_filtered(engine, issue: Issue, wanted: dict, serials: list[int]) -> None:
    first = issue()
    issue()
    engine.execute(AnnulDocument(instance_id=first, document_id=of_case(engine, first).id, reason="x"), SYSTEM)

    assert [serial for serial, _ in listed(engine, **wanted)] == serials


def test_staff_see_what_their_body_issued(engine, issue: Issue) -> None:
    issue()

    assert len(listed(engine, CLERK)) == len(listed(engine, AUDITOR)) == 1
    assert listed(engine, ELSEWHERE) == []


def test_a_page_of_the_register_begins_with_the_newest(engine, issue: Issue, clock) -> None:
    for _ in range(3):
        issue()
        clock.advance(timedelta(minutes=1))

    page = engine.read(issued.register, SYSTEM, Filter(), offset=1, limit=1)

    assert ([each.serial for each in page.items], page.total) == ([2], 3)


