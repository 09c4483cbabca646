"""The simulator itself: it says what it is, remembers, repeats answers, and can be broken on purpose."""

import json
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest
import urllib3
from click.testing import CliRunner

from cli.main import main
from engine.forms import check_bin, check_iin
from simulator.people import addresses, births, legal_entities, persons
from simulator.service import Simulator
from tests.outside.conftest import PAYER, Outside

PAGES = ("/", "/inbox", "/payments", "/people", "/journal")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_that_it_is_a_simulator(outside: Outside, path: str) -> None:
    page = outside.page(path)
    assert "Это не государственная система." in page
    assert "Симулятор внешних систем</title>" in page


def test_every_answer_says_so_too(outside: Outside) -> None:
    answer = urllib3.request("GET", f"{outside.url}/persons/persons/{PAYER}")
    assert answer.headers["X-Simulator"] == "demo data, not a state system"
    assert answer.json()["demo"] is True


def test_all_demo_numbers_can_have_been_issued() -> None:
    assert all(check_iin(each) is None for each in persons())
    assert all(check_bin(each) is None for each in legal_entities())
    assert set(births()) < set(persons()) == set(addresses())


def test_a_key_with_another_content_is_refused(outside: Outside) -> None:
    first = outside.post("/sms/messages", "key-1", to="+77000000001", text="раз")
    assert outside.post("/sms/messages", "key-1", to="+77000000001", text="раз") == first
    assert outside.post("/sms/messages", "key-1", to="+77000000001", text="два")[0] == 409


def test_a_question_with_an_effect_needs_a_key(outside: Outside) -> None:
    assert outside.post("/sms/messages", to="+77000000001", text="раз")[0] == 400


@pytest.mark.parametrize("wrong", [{"bank": "slow"}, {"payment": "angry"}])
def test_only_known_systems_break_in_known_ways(outside: Outside, wrong: dict[str, str]) -> None:
    assert outside.post("/admin/faults", **wrong)[0] == 400


def test_another_site_cannot_press_its_buttons(outside: Outside) -> None:
    answer = urllib3.request(
        "POST",
        f"{outside.url}/admin/faults",
        fields={"system": "sms"},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert answer.status == 403


def test_what_it_remembers_outlives_it(tmp_path: Path) -> None:
    file = str(tmp_path / "simulator.db")
    root, made = "", []
    for number in (1, 2):
        simulator = Simulator(("127.0.0.1", 0), None, file)
        thread = Thread(target=simulator.run, daemon=True)
        thread.start()
        outside = Outside(url=simulator.url, smtp_url="")
        made.append(outside.pay(PAYER, 100))
        page = outside.page("/signature/root")
        assert page == (root or page)
        root = page
        assert outside.page("/payments").count("<code>DEMO-") == number
        simulator.stop()
        thread.join(timeout=10)
        simulator.state.close()
    assert made == ["DEMO-0001", "DEMO-0002"]


def test_a_file_is_signed_from_the_command_line(outside: Outside, tmp_path: Path) -> None:
    file = tmp_path / "application.txt"
    file.write_text("Прошу выдать лицензию.")
    address = outside.url.removeprefix("http://")
    done = CliRunner().invoke(
        main, ["simulator", "sign", str(file), "--iin", PAYER, "--address", address, "--json"]
    )
    assert done.exit_code == 0, done.output
    assert Path(json.loads(done.stdout)["file"]).read_bytes()[:1] == b"\x30"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--fail", "payment"],
        ["--fail", "bank=slow"],
        ["--address", "nowhere"],
    ],
)
def test_wrong_options_are_explained(arguments: list[str]) -> None:
    done = CliRunner().invoke(main, ["simulator", "--state", ":memory:", *arguments])
    assert done.exit_code == 2
    assert "Expected" in done.stderr


def test_beside_the_pages_it_ends_with_them() -> None:
    program = [sys.executable, "-c", "from cli.main import main; main()", "simulator", "--json"]
    options = ["--address", "127.0.0.1:0", "--smtp", "", "--state", ":memory:", "--until-input-ends"]
    with subprocess.Popen([*program, *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == b"{\n"
        process.stdin.close()
        assert process.wait(timeout=30) == 0
