"""A running case goes on by another version of its drawing, or stays with the reasons; and it can come back.

The versions are small edits of `permit.bpmn`; what each test leaves behind must replay identically.
"""

from datetime import timedelta
from itertools import islice

import pytest

from engine import due, migration, queries, worklist
from engine.commands import (
    ClaimUserTask,
    CompleteUserTask,
    CorrelateMessage,
    Deploy,
    MigrateProcessInstance,
    ModifyProcessInstance,
    Resource,
    RestartProcessInstance,
    SaveDraft,
    StartProcessInstance,
    SuspendProcessInstance,
)
from engine.errors import InvalidCommand, NotAllowed, WrongState
from engine.path import path, paths
from engine.replay import replay
from engine.values import SYSTEM
from tests.conftest import MODELS
from tests.engine.conftest import CLERK, HEAD, OPERATOR, SUPERVISOR

BASE = (MODELS / "permit.bpmn").read_text()
TIMER = BASE[BASE.index('<boundaryEvent id="late"') : BASE.index('<sequenceFlow id="f_explain"')]
EXPLAIN = BASE[BASE.index('<boundaryEvent id="late"') : BASE.index('<sequenceFlow id="f_split"')]
GATEWAY = (
    '<exclusiveGateway id="urgent" default="f_split" />'
    '<sequenceFlow id="f_urgent" sourceRef="check" targetRef="urgent" />'
    '<sequenceFlow id="f_split" sourceRef="urgent" targetRef="split" />'
    '<sequenceFlow id="f_soon" sourceRef="urgent" targetRef="done"><conditionExpression>${now_or_never}'
    "</conditionExpression></sequenceFlow>"
)
BRANCH = (
    '<sequenceFlow id="f_third" sourceRef="split" targetRef="third" /><userTask id="third" name="Third" />'
    '<sequenceFlow id="f_third_done" sourceRef="third" targetRef="join" />'
)


def changed(*edits: tuple[str, str]) -> str:
    text = BASE
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return text


RENAMED = changed(('"check"', '"verify"'))
NEW_WORDS = changed(
    ('name="Check"', 'name="Check the papers"'),
    ('id="check"', 'id="check" camunda:formRef="papers" camunda:formRefBinding="latest"'),
)
BEHIND = changed(('<sequenceFlow id="f_split" sourceRef="check" targetRef="split" />', GATEWAY))
WITHOUT_TIMER = changed((EXPLAIN, ""))
SOONER = changed(("P5D", "P2D"))
OTHER_KIND = changed(
    (
        '<userTask id="check" name="Check" camunda:candidateGroups="registry_clerk" />',
        '<serviceTask id="check" name="Check" camunda:type="external" camunda:topic="issue" />',
    )
)
OTHER_MESSAGE = changed(('name="paid" />\n  <process', 'name="refunded" />\n  <process'))
OTHER_CALL = changed(('calledElement="hearing"', 'calledElement="hearing_again"'))
OTHER_TOPIC = changed(('camunda:topic="issue"', 'camunda:topic="print"'))
REPEATED = changed(
    (
        '<userTask id="survey" name="Survey" camunda:candidateGroups="registry_clerk" />',
        '<userTask id="survey" name="Survey"><multiInstanceLoopCharacteristics>'
        "<loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>",
    )
)
THIRD_BRANCH = changed(('<parallelGateway id="split" />', '<parallelGateway id="split" />' + BRANCH))
OUTSIDE = changed(
    ('<subProcess id="site" name="Visit the site">', '<subProcess id="other" name="Other"><startEvent id="x1"/>'
     '<sequenceFlow id="x2" sourceRef="x1" targetRef="measure" />'
     '<userTask id="measure" name="Measure" /></subProcess><subProcess id="site" name="Visit the site">'),
    ('<sequenceFlow id="f_measure" sourceRef="arrived" targetRef="measure" />', ""),
    ('      <userTask id="measure" name="Measure" camunda:candidateGroups="registry_clerk" />\n', ""),
    ('sourceRef="measure" targetRef="left"', 'sourceRef="arrived" targetRef="left"'),
)  # fmt: skip


@pytest.fixture
def deployed(engine):
    """Deploys a version; the first is the base with its called process."""

    def put(text: str = BASE) -> str:
        names = {"permit.bpmn": text.encode(), "hearing.bpmn": (MODELS / "hearing.bpmn").read_bytes()}
        names["papers.form"] = b'{"schemaVersion": 18, "type": "default", "id": "papers", "components": []}'
        files = tuple(Resource(name=name, content=content) for name, content in names.items())
        found = engine.execute(Deploy(resources=files), SYSTEM)
        return next(each.id for each in found if each.key == "permit")

    put()
    return put


@pytest.fixture
def handlers():
    return {"issue": None, "print": None}


@pytest.fixture
def begin(engine, deployed):
    """A case that has gone on to the step named."""

    def start(*done: str):
        case = engine.execute(StartProcessInstance(key="permit", variables={"now_or_never": False}), SYSTEM)
        for element in done:
            complete(engine, case, element)
        return case

    return start


def complete(engine, case, element: str) -> None:
    task = next(each for each in opened(engine, case) if each.element == element)
    engine.execute(CompleteUserTask(task_id=task.id), CLERK)


def opened(engine, case):
    return [each for each in engine.read(queries.tasks, SYSTEM, case.id) if each.state == "open"]


def at(engine, case) -> list[str]:
    return sorted(each.element for each in opened(engine, case))


def move(engine, case, definition: str, **mapping: str | None) -> None:
    engine.execute(
        MigrateProcessInstance(instance_id=case.id, definition_id=definition, mapping=mapping), OPERATOR
    )


def refusal(engine, case, definition: str, **mapping: str | None) -> list[str]:
    """The codes of the reasons; nothing has changed."""
    before = engine.read(queries.instance, SYSTEM, case.id)
    with pytest.raises(WrongState) as caught:
        move(engine, case, definition, **mapping)
    assert engine.read(queries.instance, SYSTEM, case.id) == before
    assert all(str(each) in caught.value.message for each in caught.value.ids["reasons"])
    return [each.code for each in caught.value.ids["reasons"]]


def timers(engine, case) -> list[str]:
    return [each.activity for each in engine.read(queries.timers, SYSTEM, case.id)]


def finish(engine, case) -> None:
    """By the drawing as it was, from wherever it is."""
    while steps := [each for each in at(engine, case) if each != "explain"]:
        complete(engine, case, steps[0])


# ---- what stays ----------------------------------------------------------------------------------


def test_an_open_task_goes_on_with_its_people_and_the_new_words(engine, deployed, begin) -> None:
    case = begin()
    (task,) = opened(engine, case)
    engine.execute(ClaimUserTask(task_id=task.id), CLERK)
    new = deployed(NEW_WORDS)
    move(engine, case, new)
    (after,) = opened(engine, case)
    assert (after.id, after.assignee, after.definition_id) == (task.id, CLERK.id, new)
    assert (after.name, after.form) == ("Check the papers", "papers")
    assert engine.read(queries.instance, SYSTEM, case.id).definition_id == new
    complete(engine, case, "check")
    assert at(engine, case) == ["measure", "survey"]


def test_a_renamed_task_is_found_by_its_name_and_keeps_its_number(engine, deployed, begin, clock) -> None:
    case = begin()
    (task,) = opened(engine, case)
    engine.execute(SaveDraft(key=task.id, variables={"note": "half"}), CLERK)
    new = deployed(RENAMED)
    plan = engine.read(migration.plan, "permit", 1, 2)
    assert plan.mapping == {"check": "verify"}
    assert plan.proposed["filed"] == "filed"
    move(engine, case, new, **plan.mapping)
    (after,) = opened(engine, case)
    assert (after.element, after.activity) == ("verify", task.activity.replace("check", "verify"))
    assert engine.read(queries.draft, CLERK, after.id)["variables"] == {"note": "half"}
    assert engine.read(worklist.page, CLERK).total == 1
    clock.advance(timedelta(days=6))
    due.run_due(engine)
    assert at(engine, case) == ["explain", "verify"]
    complete(engine, case, "verify")


def test_a_gateway_behind_the_task_is_passed(engine, deployed, begin) -> None:
    case = begin()
    move(engine, case, deployed(BEHIND))
    task = opened(engine, case)[0]
    engine.execute(CompleteUserTask(task_id=task.id, variables={"now_or_never": True}), CLERK)
    assert engine.read(queries.instance, SYSTEM, case.id).state == "completed"


def test_a_timer_that_is_gone_is_cancelled_and_a_new_one_armed(engine, deployed, begin) -> None:
    case = begin()
    before = timers(engine, case)
    move(engine, case, deployed(WITHOUT_TIMER))
    assert timers(engine, case) == []
    move(engine, case, "permit:1")
    assert timers(engine, case) != before
    assert [each.rpartition(":")[0] for each in timers(engine, case)] == ["late"]


def test_a_timer_that_stays_keeps_its_date_unless_it_is_left_out(engine, deployed, begin) -> None:
    case, other = begin(), begin()
    new = deployed(SOONER)
    (before,) = engine.read(queries.timers, SYSTEM, case.id)
    move(engine, case, new)
    assert engine.read(queries.timers, SYSTEM, case.id) == (before,)
    move(engine, other, new, late=None)
    (after,) = engine.read(queries.timers, SYSTEM, other.id)
    assert before.due_at - after.due_at == timedelta(days=3)


def test_the_called_process_runs_on_as_it_was(engine, deployed, begin) -> None:
    case = begin("check", "survey", "measure")
    move(engine, case, deployed(changed(('"hear"', '"public_hearing"'))), hear="public_hearing")
    assert [each.definition_id for each in opened(engine, case)] == ["hearing:1"]
    found = engine.read(path, SYSTEM, case.id)
    assert found["active"] == ["public_hearing"]
    assert [each["active"] for each in found["calls"].values()] == [["listen"]]
    complete(engine, case, "listen")
    assert [each.element for each in engine.read(queries.jobs, SYSTEM, case.id)] == ["issue"]


def test_parallel_branches_join_after_the_move(engine, deployed, begin) -> None:
    case = begin("check", "survey")
    renamed = changed(('"join"', '"together"'), ('"f_surveyed"', '"f_new_id"'), ('"measure"', '"size_up"'))
    move(engine, case, deployed(renamed), join="together", measure="size_up")
    complete(engine, case, "size_up")
    assert at(engine, case) == ["listen"]


def test_a_join_that_waited_for_a_branch_the_new_version_has_not_goes_on(engine, deployed, begin) -> None:
    old = deployed(THIRD_BRANCH)
    case = engine.execute(StartProcessInstance(key="permit"), SYSTEM)
    assert engine.read(queries.instance, SYSTEM, case.id).definition_id == old
    for element in ("check", "survey", "measure"):
        complete(engine, case, element)
    (third,) = opened(engine, case)
    assert refusal(engine, case, "permit:1") == ["missing"]
    engine.execute(
        ModifyProcessInstance(instance_id=case.id, cancel=(third.activity,), start=("third",)), OPERATOR
    )
    assert engine.read(queries.instance, SYSTEM, case.id).state == "active"
    move(engine, case, deployed(changed(("<parallelGateway id=\"join\" />", "<parallelGateway id=\"join\" />"
         '<userTask id="third" name="Third" /><sequenceFlow id="x" sourceRef="third" targetRef="end_of_third" />'
         '<endEvent id="end_of_third" />'))))  # fmt: skip
    assert at(engine, case) == ["listen", "third"]


def test_jobs_and_messages_wait_on_under_their_new_names(engine, deployed, begin) -> None:
    case = begin("check", "survey", "measure", "listen")
    move(
        engine,
        case,
        deployed(changed(('"issue" name', '"print" name'), ('Ref="issue"', 'Ref="print"'))),
        issue="print",
    )
    (job,) = engine.read(queries.jobs, SYSTEM, case.id)
    assert job.element == "print"
    engine.execute(
        ModifyProcessInstance(instance_id=case.id, cancel=(job.activity,), start=("paid",)), OPERATOR
    )
    newest = deployed(changed(('"paid" name="Paid"', '"money" name="Paid"'), ('Ref="paid"', 'Ref="money"')))
    move(engine, case, newest, paid="money", print="issue")
    engine.execute(CorrelateMessage(name="paid", business_key=case.business_key), SYSTEM)
    assert engine.read(queries.instance, SYSTEM, case.id).state == "completed"


# ---- what does not -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "done", "mapping", "code"),
    [
        (RENAMED, (), {}, "missing"),
        (OTHER_KIND, (), {}, "kind"),
        (RENAMED, (), {"check": "explain"}, "mapping"),
        (RENAMED, (), {"check": "nothing"}, "mapping"),
        (RENAMED, (), {"nothing": "verify"}, "mapping"),
        (REPEATED, ("check",), {}, "loop"),
        (OUTSIDE, ("check",), {}, "scope"),
        (THIRD_BRANCH, ("check",), {}, "stuck"),
        (OTHER_CALL, ("check", "survey", "measure"), {}, "called"),
        (OTHER_TOPIC, ("check", "survey", "measure", "listen"), {}, "topic"),
    ],
    ids=lambda each: each if isinstance(each, str) and len(each) < 20 else "",
)
def test_a_case_that_cannot_go_stays_with_the_reason(
    engine, deployed, begin, text, done, mapping, code
) -> None:
    engine.execute(
        Deploy(resources=(Resource(name="hearing_again.bpmn", content=(MODELS / "hearing.bpmn").read_bytes()
               .replace(b'"hearing"', b'"hearing_again"')),)), SYSTEM,
    )  # fmt: skip
    case = begin(*done)
    assert code in refusal(engine, case, deployed(text), **mapping)


def test_who_waits_for_another_message_stays(engine, deployed, begin) -> None:
    case = begin()
    (task,) = opened(engine, case)
    engine.execute(
        ModifyProcessInstance(instance_id=case.id, cancel=(task.activity,), start=("paid",)), OPERATOR
    )
    assert refusal(engine, case, deployed(OTHER_MESSAGE)) == ["subscription"]


def test_only_a_version_of_the_same_process_and_not_the_same_again(engine, begin) -> None:
    case = begin()
    with pytest.raises(InvalidCommand, match="another process"):
        move(engine, case, "hearing:1")
    with pytest.raises(WrongState, match="already"):
        move(engine, case, "permit:1")


def test_only_an_administrator_may(engine, deployed, begin) -> None:
    case, new = begin(), deployed(RENAMED)
    command = MigrateProcessInstance(instance_id=case.id, definition_id=new, mapping={"check": "verify"})
    for person in (CLERK, HEAD, SUPERVISOR):
        with pytest.raises(NotAllowed):
            engine.execute(command, person)
        with pytest.raises(NotAllowed):
            engine.read(migration.running, person, "permit:1")
    engine.execute(command, OPERATOR)


def test_an_ended_case_stays_and_a_suspended_one_goes(engine, deployed, begin) -> None:
    case, ended = begin(), begin("check", "survey", "measure", "listen")
    (job,) = engine.read(queries.jobs, SYSTEM, ended.id)
    engine.execute(
        ModifyProcessInstance(instance_id=ended.id, cancel=(job.activity,), start=("done",)), OPERATOR
    )
    engine.execute(SuspendProcessInstance(instance_id=case.id, reason="court"), OPERATOR)
    new = deployed(NEW_WORDS)
    move(engine, case, new)
    assert engine.read(queries.instance, SYSTEM, case.id).state == "suspended"
    with pytest.raises(WrongState, match="completed"):
        move(engine, ended, new)


# ---- plan, batch, undo ---------------------------------------------------------------------------


def test_a_dry_run_says_who_may_go_and_changes_nothing(engine, deployed, begin) -> None:
    at_check, at_survey = begin(), begin("check")
    deployed(changed((EXPLAIN, ""), ('"survey"', '"look"'), ('name="Survey"', 'name="Look"')))
    plan = engine.read(migration.plan, "permit", 1, 2)
    found = engine.read(migration.running, OPERATOR, plan.old)
    verdicts = engine.read(migration.verdicts, OPERATOR, plan, [each.id for each in found])
    assert [each.instance.id for each in verdicts] == [at_check.id, at_survey.id]
    assert [each.may_go for each in verdicts] == [True, False]
    assert verdicts[0].effects == (("TimerCancelled", "late"),)
    assert [each.element for each in verdicts[1].reasons] == ["survey"]
    assert {each.definition_id for each in engine.read(queries.instances, SYSTEM).items} == {"permit:1"}


def test_a_batch_that_stops_in_the_middle_leaves_every_case_whole(engine, deployed, begin) -> None:
    cases = [begin() for _ in range(4)]
    deployed(RENAMED)
    plan = engine.read(migration.plan, "permit", 1, 2)
    ids = [each.id for each in engine.read(migration.running, OPERATOR, plan.old)]
    steps = migration.run(lambda command: engine.execute(command, OPERATOR), plan, ids, "new rules")
    assert [each.error for each in islice(steps, 2)] == [None, None]
    steps.close()
    assert [at(engine, each) for each in cases] == [["verify"], ["verify"], ["check"], ["check"]]
    rest = [each.id for each in engine.read(migration.running, OPERATOR, plan.old)]
    assert rest == ids[2:]
    again = migration.run(lambda command: engine.execute(command, OPERATOR), plan, ids, "new rules")
    assert [each.error is None for each in again] == [False, False, True, True]
    for case in cases:
        complete(engine, case, "verify")


def test_the_way_back_is_the_inverse_and_recorded(engine, deployed, begin) -> None:
    case = begin()
    move(engine, case, deployed(RENAMED), check="verify", late=None)
    back = engine.read(migration.way_back, OPERATOR, case.id)
    assert (back.definition_id, back.mapping) == ("permit:1", {"verify": "check", "late": None})
    engine.execute(back, OPERATOR)
    assert at(engine, case) == ["check"]
    told = [step.command for step in engine.read(queries.history, SYSTEM, case.id)]
    assert told == ["StartProcessInstance", "MigrateProcessInstance", "MigrateProcessInstance"]
    finish(engine, case)


def test_there_is_no_way_back_from_a_step_the_old_version_lacks(engine, deployed, begin) -> None:
    case = begin()
    between = (
        '<sequenceFlow id="f_pay" sourceRef="check" targetRef="pay" /><userTask id="pay" name="Take the fee"'
        ' camunda:candidateGroups="registry_clerk" /><sequenceFlow id="f_split" sourceRef="pay" targetRef="split" />'
    )
    move(
        engine,
        case,
        deployed(changed(('<sequenceFlow id="f_split" sourceRef="check" targetRef="split" />', between))),
    )
    complete(engine, case, "check")
    back = engine.read(migration.way_back, OPERATOR, case.id)
    (outcome,) = migration.undo(lambda command: engine.execute(command, OPERATOR), [back])
    assert [each.code for each in outcome.reasons] == ["missing"]
    with pytest.raises(WrongState, match="never"):
        engine.read(migration.way_back, OPERATOR, begin().id)


# ---- what is shown and proved --------------------------------------------------------------------


def test_the_path_is_drawn_on_the_version_that_ran_at_the_time(engine, deployed, begin) -> None:
    case = begin("check")
    renamed = changed(('"survey"', '"look"'), ('"split"', '"fork"'))
    move(engine, case, deployed(renamed), survey="look", split="fork")
    first, last = engine.read(paths, SYSTEM, case.id)[2], engine.read(path, SYSTEM, case.id)
    assert (first["definition_id"], last["definition_id"]) == ("permit:1", "permit:2")
    assert (first["active"], last["active"]) == (["measure", "site", "survey"], ["look", "measure", "site"])
    assert (first["completed"]["split"], last["completed"]["fork"]) == (1, 1)
    assert "f_survey" in last["taken"]


def test_a_migrated_case_replays_identically_to_its_end(engine, deployed, begin, clock) -> None:
    case = begin()
    clock.advance(timedelta(days=6))
    due.run_due(engine)
    move(engine, case, deployed(RENAMED), check="verify")
    clock.advance(timedelta(days=1))
    complete(engine, case, "verify")
    move(engine, case, "permit:1")
    complete(engine, case, "explain")
    complete(engine, case, "survey")
    move(engine, case, "permit:2", check="verify")
    finish(engine, case)
    report = engine.read(replay, case.id)
    assert (report.identical, report.steps) == (True, 10)


def test_an_ended_case_begins_anew_and_both_histories_say_so(engine, deployed, begin) -> None:
    case = begin()
    with pytest.raises(WrongState, match="to have ended"):
        engine.execute(RestartProcessInstance(predecessor=case.id, reason="by mistake"), OPERATOR)
    (task,) = opened(engine, case)
    engine.execute(ModifyProcessInstance(instance_id=case.id, cancel=(task.activity,)), OPERATOR)
    with pytest.raises(NotAllowed):
        engine.execute(RestartProcessInstance(predecessor=case.id, reason="by mistake"), SUPERVISOR)
    deployed(RENAMED)
    again = engine.execute(RestartProcessInstance(predecessor=case.id, reason="by mistake"), OPERATOR)
    assert (again.definition_id, again.state) == ("permit:2", "active")
    assert again.business_key != case.business_key
    assert engine.read(queries.variables, SYSTEM, again.id) == {"now_or_never": False}
    old, new = (engine.read(queries.history, SYSTEM, each)[-1].events[-1] for each in (case.id, again.id))
    assert (old["event"], old["successor"]) == ("ProcessInstanceRestarted", again.id)
    assert (new["event"], new["predecessor"]) == ("ProcessInstanceSucceeded", case.id)
    older = engine.execute(RestartProcessInstance(predecessor=case.id, reason="x", version=1), OPERATOR)
    assert older.definition_id == "permit:1"
