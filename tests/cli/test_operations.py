from pathlib import Path

import pytest

from tests.cli.conftest import Qyzmet


def test_migrate_says_what_it_did_and_does_it_once(as_json) -> None:
    assert as_json("migrate")["applied"]
    assert as_json("migrate")["applied"] == []


def test_a_database_without_schema_says_what_to_do(qyzmet: Qyzmet) -> None:
    assert "qyzmet migrate" in qyzmet("verify", code=2).stderr


def test_people_are_added_with_roles(qyzmet: Qyzmet, as_json) -> None:
    qyzmet("migrate")
    qyzmet("users", "add", "kim", "--name", "С. Ким", text="long enough secret\nlong enough secret\n")
    qyzmet("users", "grant", "kim", "head", "--body", "education-akmolinskaya-akkolskiy")
    (kim,) = as_json("users", "list")
    assert (kim["id"], kim["roles"]) == ("kim", ["head in education-akmolinskaya-akkolskiy"])


def test_a_second_person_with_the_same_id_is_refused(qyzmet: Qyzmet) -> None:
    qyzmet("migrate")
    qyzmet("users", "add", "kim", "--name", "A", "--password", "long enough secret")
    assert (
        "kim"
        in qyzmet("users", "add", "kim", "--name", "B", "--password", "long enough secret", code=2).stderr
    )


def test_a_wrong_setting_is_named(qyzmet: Qyzmet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QYZMET_WORKERS", "many")
    assert "QYZMET_WORKERS" in qyzmet("verify", code=2).stderr


def test_a_database_that_cannot_be_reached_is_one_sentence(
    qyzmet: Qyzmet, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("this is no database, only some words that are long enough")
    monkeypatch.setenv("QYZMET_DATABASE_URL", f"sqlite:///{tmp_path}/file")
    said = qyzmet("verify", code=2).stderr
    assert said.strip()
    assert "Traceback" not in said


def test_serve_refuses_an_address_without_port(qyzmet: Qyzmet) -> None:
    assert "127.0.0.1:8000" in qyzmet("serve", "--address", "here", code=2).stderr
