"""Whatever asks for an IIN or a BIN checks its digits."""

import json

import pytest

from tests.processes.content import PROCESSES

FORMS = sorted(PROCESSES.glob("forms/*.form"))


def fields(parts: list[dict]) -> list[dict]:
    return [each for part in parts for each in (part, *fields(part.get("components", [])))]


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_a_field_for_a_number_of_a_person_or_organisation_is_checked(form) -> None:
    unchecked = [
        each["key"]
        for each in fields(json.loads(form.read_text("utf-8"))["components"])
        if each.get("type") == "textfield"
        and each.get("key", "").replace("_", ".").rpartition(".")[2] in ("iin", "bin")
        and each.get("properties", {}).get("check") not in ("iin", "bin", "iin_or_bin")
    ]
    assert unchecked == []
