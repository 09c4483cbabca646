"""The task page: form from the model, faults beside the field, drafts, and who was faster."""

import pytest

from engine import accounts, queries
from engine.commands import CompleteUserTask
from engine.values import SYSTEM
from tests.web.conftest import settle

RIGHT = {"complete": "true", "accepted_by": "Ким Светлана Юрьевна", "queue_minutes": "11"}


@pytest.fixture
def task(file_case, open_task):
    return open_task(file_case())


def sent_with(engine, task) -> dict[str, object]:
    """What completing the task changed in the case."""
    events = engine.read(queries.history, SYSTEM, task.instance_id)[-1].events
    changed = [each["values"] for each in events if each["event"] == "VariablesChanged"]
    return {name: value for values in changed for name, value in values.items()}


def test_the_form_of_the_model_is_shown_with_case_and_deadline(signed_in, task) -> None:
    page = signed_in("centre").get(f"/tasks/{task.id}").text

    assert "Ваши фамилия, имя, отчество" in page
    assert (
        '<button class="q-button q-button--primary" type="submit" form="decision" name="complete" value="true"'
        in page
    )
    assert "•••• •••• 0009" in page
    assert "16 марта, понедельник, 10:20" in page
    assert "п. 14 пп. 1" in page


def test_looking_at_a_task_is_recorded_once(engine, signed_in, task) -> None:
    client = signed_in("centre")
    client.get(f"/tasks/{task.id}")
    client.get(f"/tasks/{task.id}")

    history = engine.read(queries.history, SYSTEM, task.instance_id)

    assert [each.command for each in history].count("RecordReading") == 1


def test_somebody_elses_task_is_not_shown(signed_in, task) -> None:
    answer = signed_in("executor").get(f"/tasks/{task.id}")

    assert answer.status_code == 403
    assert "Бекенов" not in answer.text


@pytest.mark.parametrize("task_id", ["nothing", "a:b:1", "0000000000000000:check_documents:11"])
def test_a_task_that_is_not_there_is_a_404(signed_in, task_id: str) -> None:
    assert signed_in("centre").get(f"/tasks/{task_id}").status_code == 404


def test_faults_stand_beside_the_field_and_in_a_summary_with_focus(signed_in, task) -> None:
    answer = signed_in("centre").post(
        f"/tasks/{task.id}", data={"complete": "true", "queue_minutes": "много"}
    )

    assert answer.status_code == 422
    assert 'tabindex="-1" autofocus' in answer.text
    assert '<a href="#f-queue_minutes">' in answer.text
    assert "укажите число цифрами" in answer.text
    assert "впишите фамилию, имя, отчество: они печатаются в расписке" in answer.text
    assert 'value="много"' in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_a_hidden_field_is_not_asked_for(signed_in, engine, task) -> None:
    signed_in("centre").post(f"/tasks/{task.id}", data={**RIGHT, "missing_codes": ["identity"]})

    assert "missing_codes" not in sent_with(engine, task)


def test_a_shown_field_is(signed_in, task) -> None:
    answer = signed_in("centre").post(f"/tasks/{task.id}", data={**RIGHT, "complete": "false"})

    assert answer.status_code == 422
    assert "отметьте хотя бы один пункт" in answer.text


def test_an_answer_the_form_does_not_offer_is_refused(signed_in, task) -> None:
    data = {**RIGHT, "complete": "perhaps"}

    assert (
        "выберите один из предложенных ответов"
        in signed_in("centre").post(f"/tasks/{task.id}", data=data).text
    )


def test_completing_leads_to_what_is_to_be_printed(engine, signed_in, task) -> None:
    client = signed_in("centre")

    answer = client.post(f"/tasks/{task.id}", data=RIGHT)
    waiting = client.get(answer.location).text
    settle(engine)
    page = client.get(answer.location).text

    assert answer.location == f"/tasks/{task.id}/done"
    assert "Система готовит документ" in waiting
    assert "Расписка о приёме документов" in page
    assert "Передать пакет в отдел" in page


def test_values_reach_the_case_in_their_types(engine, signed_in, task) -> None:
    signed_in("centre").post(f"/tasks/{task.id}", data=RIGHT)

    values = sent_with(engine, task)

    assert values["accepted_by"] == "Ким Светлана Юрьевна"
    assert values["queue_minutes"] == 11
    assert values["complete"] is True


def test_who_comes_second_learns_who_was_faster_and_loses_nothing(engine, signed_in, task) -> None:
    client = signed_in("centre")
    client.get(f"/tasks/{task.id}")
    other = engine.read(accounts.user, "centre").actor
    engine.execute(
        CompleteUserTask(task_id=task.id, variables={"complete": True, "accepted_by": "Ким"}), other
    )

    answer = client.post(f"/tasks/{task.id}", data={**RIGHT, "accepted_by": "Иванова"})

    assert answer.status_code == 409
    assert "Ким Светлана Юрьевна" in answer.text
    assert "Иванова" in answer.text
    assert "не отправлено" in answer.text


def test_a_draft_is_kept_unchecked_and_filled_in_again(signed_in, task) -> None:
    client = signed_in("centre")

    page = client.post(
        f"/tasks/{task.id}/draft", data={"accepted_by": "Ки", "queue_minutes": "?"}, follow_redirects=True
    )

    assert "Черновик сохранён в 10:00" in page.text
    assert 'value="Ки"' in page.text
    assert 'value="?"' in page.text


def test_the_script_of_the_page_saves_drafts_as_json(signed_in, task) -> None:
    answer = signed_in("centre").post(
        f"/tasks/{task.id}/draft", data={"accepted_by": "Ким"}, headers={"Accept": "application/json"}
    )

    assert answer.json == {"saved": "Черновик сохранён в 10:00"}


def test_the_fields_change_with_an_answer(signed_in, task) -> None:
    page = signed_in("centre").post(f"/tasks/{task.id}/fields", data={"accepted_by": "Ким"}).text

    assert 'id="fields"' in page
    assert 'value="Ким"' in page
    assert "<html" not in page
