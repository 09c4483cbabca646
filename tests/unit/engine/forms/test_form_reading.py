"""form-js JSON: what is read, and what is refused with its place."""

import json
from pathlib import Path
from typing import Any

import pytest

from engine.errors import InvalidDefinition
from engine.forms import Group, Note, read_form

CONTENT = Path(__file__).parents[4] / "processes" / "forms"


def made(*components: dict[str, Any]) -> bytes:
    schema = {"type": "default", "id": "sample", "components": components}
    return json.dumps(schema).encode()


def problems(source: bytes) -> list[tuple[str, str]]:
    with pytest.raises(InvalidDefinition) as refused:
        read_form(source, "sample.form")
    assert all(each.file == "sample.form" for each in refused.value.problems)
    return [(each.element, each.message) for each in refused.value.problems]


@pytest.mark.parametrize("file", sorted(CONTENT.glob("*.form")), ids=lambda file: file.stem)
def test_every_form_of_the_content_is_read(file: Path) -> None:
    form = read_form(file.read_bytes(), file.name)

    assert form.id == file.stem
    assert form.parts


def test_a_field_keeps_what_was_drawn() -> None:
    form = read_form(
        made(
            {
                "type": "number",
                "key": "minutes",
                "label": "Минут",
                "description": "не больше 20",
                "validate": {"required": True, "min": "0", "max": 20},
                "properties": {"norm": "п. 7"},
            }
        ),
        "sample.form",
    )
    field = form.fields[0]

    assert (field.key, field.kind, field.label, field.hint, field.norm) == (
        "minutes", "number", "Минут", "не больше 20", "п. 7",
    )  # fmt: skip
    assert (field.limits.required, field.limits.smallest, field.limits.largest) == (True, 0, 20)


def test_groups_and_texts_keep_their_place() -> None:
    inner = {"type": "textfield", "key": "a"}
    form = read_form(
        made({"type": "text", "text": "# Кто"}, {"type": "group", "label": "Дом", "components": [inner]}),
        "f.form",
    )
    note, group = form.parts

    assert isinstance(note, Note)
    assert isinstance(group, Group)
    assert [field.key for field in form.fields] == ["a"]


def test_markup_of_a_model_is_not_kept() -> None:
    form = read_form(
        made({"type": "html", "content": "<b onclick=x>Внимание</b><script>1</script>"}), "f.form"
    )

    assert form.parts[0].text == "Внимание  1"


def test_the_decision_bar_is_the_radio_with_buttons() -> None:
    options = [{"label": "Принять", "value": True}, {"label": "Отказать", "value": False}]
    form = read_form(
        made({"type": "radio", "key": "ok", "values": options, "properties": {"buttons": "true"}}), "f.form"
    )

    assert form.decision is form.fields[0]
    assert [option.code for option in form.decision.options] == ["true", "false"]


def test_the_id_of_a_file_without_one_is_its_name() -> None:
    assert read_form(b'{"components": []}', "folder/K-task.form").id == "K-task"


@pytest.mark.parametrize(
    ("component", "element", "message"),
    [
        ({"type": "iframe", "id": "x"}, "x", 'it is "iframe"'),
        ({"type": "textfield", "id": "x"}, "x", "expected a key"),
        ({"type": "textfield", "key": "1 or 2"}, "1 or 2", "expected a key"),
        ({"type": "radio", "key": "x"}, "x", "expected options"),
        (
            {"type": "textfield", "key": "x", "conditional": {"hide": "=a = "}},
            "x",
            "expected a FEEL expression",
        ),
        ({"type": "textfield", "key": "x", "validate": {"pattern": "("}}, "x", "expected a pattern"),
        ({"type": "textfield", "key": "x", "validate": {"maxLength": "many"}}, "x", "expected a number"),
        ({"type": "textfield", "key": "x", "properties": {"check": "passport"}}, "x", "iin, bin, iin_or_bin"),
        ({"type": "datetime", "key": "x", "subtype": "era"}, "x", "date, time or datetime"),
    ],
)
def test_what_is_not_known_is_refused_with_its_place(
    component: dict[str, Any], element: str, message: str
) -> None:
    ((place, said),) = problems(made(component))

    assert place == element
    assert message in said


def test_all_problems_are_named_at_once() -> None:
    twice = [{"type": "textfield", "key": "a"}, {"type": "number", "key": "a"}]

    assert [element for element, _ in problems(made({"type": "canvas", "id": "c"}, *twice))] == ["c", "a"]


def test_the_same_key_may_come_again_where_conditions_choose() -> None:
    again = {"type": "textfield", "key": "a", "conditional": {"hide": "=b = 1"}}

    assert len(read_form(made({"type": "textfield", "key": "a"}, again), "f.form").fields) == 2


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (b"{", "expected JSON"),
        (b"[]", "expected a form-js schema"),
        (b'{"components": {}}', "expected a form-js schema"),
        (b'{"type": "spaceship", "components": []}', 'expected type "default"'),
        (b" " * 1_000_001, "expected at most"),
    ],
)
def test_what_is_no_form_is_refused(source: bytes, message: str) -> None:
    ((_, said),) = problems(source)

    assert message in said


def test_the_line_of_a_slip_in_the_json_is_named() -> None:
    with pytest.raises(InvalidDefinition) as refused:
        read_form(b'{\n"components": [}\n', "f.form")

    assert refused.value.problems[0].line == 2


def test_groups_too_deep_are_refused() -> None:
    group: dict[str, Any] = {"type": "textfield", "key": "a"}
    for _n in range(12):
        group = {"type": "group", "components": [group]}

    assert "at most 8 deep" in problems(made(group))[0][1]
