"""State databases: a record, or that there is none; and a number that cannot be is not asked about."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from engine.handling import BpmnError, TryLater
from handlers import HANDLERS
from handlers.faults import HandlerFault
from simulator.people import births, legal_entities
from tests.outside.conftest import PAYER, TIMEOUT, Outside
from tests.unit.handlers.conftest import Desk, make_job

CHILD = next(iter(births()))
ENTITY = next(iter(legal_entities()))


@pytest.fixture
def desk(outside: Outside) -> Desk:
    codes = ("persons", "births", "legal_entities", "addresses")
    return Desk(systems={code: f"{outside.url}/{code}" for code in codes}, system_timeout=TIMEOUT)


def ask(desk: Desk, topic: str, **inputs: str) -> Any:
    job = make_job(topic, {**inputs, "variable": "found"})
    return HANDLERS[topic](job, desk).variables["found"]


def test_a_person_is_found(desk: Desk) -> None:
    found = ask(desk, "find_person", iin=PAYER)
    assert (found["iin"], found["name"]) == (PAYER, "Жақсылық Динара Ерланқызы")
    assert found["birth_date"] == "1985-04-12"
    assert "demo" not in found


def test_a_birth_names_the_parents(desk: Desk) -> None:
    found = ask(desk, "find_birth", iin=CHILD)
    assert found["birth_date"] == "2014-05-04"
    assert {"iin": PAYER, "name": "Жақсылық Динара Ерланқызы"} in found["parents"]
    assert found["act_number"]


def test_a_legal_entity_is_found(desk: Desk) -> None:
    found = ask(desk, "find_legal_entity", bin=ENTITY)
    assert (found["name"], found["registered_on"]) == ("АО «Демонстрационный университет»", "2001-06-14")


def test_an_address_is_found(desk: Desk) -> None:
    found = ask(desk, "find_address", iin=PAYER)
    assert (found["district"], found["street"], found["since"]) == (
        "город Караганда",
        "Ержанова",
        "2011-08-19",
    )


@pytest.mark.parametrize(
    ("topic", "name", "number"),
    [
        ("find_person", "iin", "061211600012"),
        ("find_birth", "iin", PAYER),
        ("find_legal_entity", "bin", "950640000810"),
        ("find_address", "iin", "061211600012"),
    ],
)
def test_what_the_register_does_not_know_is_null(desk: Desk, topic: str, name: str, number: str) -> None:
    assert ask(desk, topic, **{name: number}) is None


@pytest.mark.parametrize(
    ("topic", "name"), [("find_person", "iin"), ("find_legal_entity", "bin"), ("find_address", "iin")]
)
def test_a_number_with_a_wrong_check_digit_is_not_asked_about(
    desk: Desk, outside: Outside, topic: str, name: str
) -> None:
    before = outside.page("/journal")
    assert ask(desk, topic, **{name: "123456789011"}) is None
    assert outside.page("/journal") == before


def test_the_register_is_told_for_which_case(desk: Desk, outside: Outside) -> None:
    ask(desk, "find_person", iin=PAYER)
    assert "27-2026-000417" in outside.page("/journal")


def test_a_register_that_is_away_is_named(desk: Desk, outside: Outside) -> None:
    outside.fail(births="unavailable")
    with pytest.raises(TryLater, match="Записи актов гражданского состояния»: временно не работает"):
        ask(desk, "find_birth", iin=CHILD)


def test_a_register_nobody_listens_for_is_away(desk: Desk) -> None:
    desk.systems = {"persons": "http://127.0.0.1:9"}
    with pytest.raises(TryLater, match="«Физические лица»: нет связи"):
        ask(desk, "find_person", iin=PAYER)


def test_a_register_that_is_not_connected_is_a_drawn_error(desk: Desk) -> None:
    desk.systems = {}
    with pytest.raises(BpmnError, match="QYZMET_PERSONS_URL") as error:
        ask(desk, "find_person", iin=PAYER)
    assert error.value.code == "NOT_CONNECTED"


class Odd(BaseHTTPRequestHandler):
    """A register that answers as no register should: the path says how."""

    def do_GET(self) -> None:
        status, body = ODD[self.path.split("/")[1]]
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Retry-After", "90")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...


ODD = {
    "page": (200, b"<html>"),
    "list": (200, b"[]"),
    "huge": (200, b"x" * 1_100_000),
    "locked": (401, b"{}"),
    "wrong": (400, b"what?"),
    "busy": (429, b""),
}


@pytest.fixture(scope="module")
def odd() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Odd) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("page", "ответ непонятен, ожидался JSON"),
        ("list", "ожидалась запись"),
        ("huge", "ответ больше"),
        ("locked", "доступ закрыт"),
        ("wrong", "запрос не принят .* what"),
    ],
)
def test_waiting_does_not_help_against_nonsense(desk: Desk, odd: str, path: str, words: str) -> None:
    desk.systems = {"persons": f"{odd}/{path}"}
    with pytest.raises(HandlerFault, match=words):
        ask(desk, "find_person", iin=PAYER)


def test_a_busy_register_names_the_pause(desk: Desk, odd: str) -> None:
    desk.systems = {"persons": f"{odd}/busy"}
    with pytest.raises(TryLater) as error:
        ask(desk, "find_person", iin=PAYER)
    assert error.value.after == 90
