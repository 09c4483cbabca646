"""The inbox: tabs, order by legal deadline, filters in the address, claim and give back."""

import re
from datetime import timedelta

from engine.commands import ClaimUserTask
from web.auth import find_user
from web.deadlines import badge


def test_a_new_case_waits_in_the_groups_of_its_centre(signed_in, file_case) -> None:
    case = file_case()

    page = signed_in("centre").get("/inbox?tab=groups").text

    assert case.business_key in page
    assert "Бекенов Арман Саятович" in page
    assert "Взять себе" in page


def test_another_body_sees_nothing_of_it(signed_in, file_case) -> None:
    case = file_case()

    assert case.business_key not in signed_in("executor").get("/inbox?tab=groups").text


def test_claiming_moves_the_task_to_mine_and_opens_it(signed_in, file_case, open_task) -> None:
    task = open_task(file_case())
    client = signed_in("centre")

    answer = client.post(f"/tasks/{task.id}/claim")

    assert answer.location == f"/tasks/{task.id}"
    assert task.business_key in client.get("/inbox").text
    assert task.business_key not in client.get("/inbox?tab=groups").text


def test_giving_back_returns_it_to_the_group(signed_in, file_case, open_task) -> None:
    task = open_task(file_case())
    client = signed_in("centre")
    client.post(f"/tasks/{task.id}/claim")

    page = client.post(f"/tasks/{task.id}/unclaim", follow_redirects=True).text

    assert "возвращена группе" in page
    assert task.business_key in page


def test_a_task_somebody_has_cannot_be_claimed(app, engine, signed_in, file_case, open_task) -> None:
    task = open_task(file_case())
    with app.app_context():
        engine.execute(ClaimUserTask(task_id=task.id), find_user("centre").actor)

    assert signed_in("executor").post(f"/tasks/{task.id}/claim").status_code == 403


def test_the_nearest_deadline_comes_first(signed_in, file_case, clock) -> None:
    first = file_case()
    clock.advance(timedelta(minutes=5))
    second = file_case()

    page = signed_in("centre").get("/inbox?tab=groups").text

    assert page.index(first.business_key) < page.index(second.business_key)


def test_filters_stand_in_the_address_as_removable_chips(signed_in, file_case) -> None:
    case = file_case()

    page = signed_in("centre").get("/inbox?tab=groups&text=Бекенов&overdue=1").text

    assert "«Бекенов»" in page
    assert 'aria-label="Убрать фильтр: срок прошёл"' in page
    assert case.business_key not in page
    assert "Ничего не нашли" in page


def test_an_overdue_task_is_said_in_words(signed_in, file_case, clock) -> None:
    file_case()
    clock.advance(timedelta(days=2))

    page = signed_in("centre").get("/inbox?tab=groups&overdue=1").text

    assert "просрочено на 2 рабочих дня" in page
    assert "Срок прошёл" in page


def test_an_empty_inbox_leads_to_the_group(signed_in, file_case) -> None:
    file_case()

    page = signed_in("centre").get("/inbox").text

    assert "Всё сделано" in page
    assert "В группе ждёт 1 задача" in page


def test_an_unknown_tab_leads_to_the_own_tasks(signed_in) -> None:
    assert signed_in("centre").get("/inbox?tab=secret").location == "/inbox"


def test_only_supervisors_see_all_tasks_of_their_bodies(signed_in, file_case) -> None:
    case = file_case()

    assert case.business_key in signed_in("supervisor").get("/inbox?tab=all").text
    assert signed_in("centre").get("/inbox?tab=all").status_code == 302


def test_a_list_asked_for_by_htmx_is_only_the_list(signed_in) -> None:
    page = signed_in("centre").get("/inbox", headers={"HX-Request": "true"}).text

    assert "<html" not in page
    assert re.search(r'<section[^>]+id="inbox"', page)


def test_what_is_left_is_counted_in_working_days(app, clock) -> None:
    now = clock.now()
    with app.test_request_context(headers={"Accept-Language": "ru"}):
        said = [badge(now + timedelta(days=days)) for days in (1, 2, 3, 12)]
        today = badge(now + timedelta(minutes=20))

    assert [each.words for each in said] == [
        "остался 1 рабочий день",
        "осталось 2 рабочих дня",
        "осталось 3 рабочих дня",
        "осталось 6 рабочих дней",  # Nauryz: 21 to 25 March are off
    ]
    assert [each.kind for each in said] == ["soon", "soon", "calm", "calm"]
    assert (today.kind, today.words) == ("today", "сегодня до 10:20")


def test_plurals_follow_the_language(app, clock) -> None:
    later = clock.now() + timedelta(days=2)
    with app.test_request_context(headers={"Accept-Language": "kk"}):
        assert badge(later).words == "2 жұмыс күні қалды"
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert badge(later).words == "2 working days left"
