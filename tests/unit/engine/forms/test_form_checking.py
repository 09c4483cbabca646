"""Submitted values: types, limits, conditions, and messages that say what to do."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.forms import (
    Form,
    birth_date,
    check_bin,
    check_digit,
    check_iin,
    check_iin_or_bin,
    read_form,
)

CHOICES = [{"label": "Да", "value": True}, {"label": "Два", "value": 2}, {"label": "Три", "value": "3"}]


def form(*components: dict[str, Any]) -> Form:
    return read_form(json.dumps({"id": "f", "components": components}).encode(), "f.form")


def one(kind: str, **more: Any) -> Form:
    if kind in ("radio", "select", "checklist") and "valuesKey" not in more:
        more.setdefault("values", CHOICES)
    return form({"type": kind, "key": "x", **more})


def check(sample: Form, value: Any, **context: Any) -> tuple[Any, str | None]:
    clean, faults = sample.validate({"x": value}, context)
    return clean.get("x"), str(faults["x"]) if "x" in faults else None


@pytest.mark.parametrize(
    ("kind", "given_value", "value"),
    [
        ("textfield", "  Караганда ", "Караганда"),
        ("textarea", "строка\r\nстрока", "строка\nстрока"),
        ("textfield", "", None),
        ("number", "12", 12),
        ("number", "1 234,50", Decimal("1234.5")),
        ("number", 7, 7),
        ("number", "7.0", 7),
        ("checkbox", "true", True),
        ("checkbox", None, False),
        ("radio", "true", True),
        ("radio", True, True),
        ("radio", "2", 2),
        ("select", "3", "3"),
        ("select", "", None),
        ("checklist", ["true", "3"], [True, "3"]),
        ("checklist", "2", [2]),
        ("datetime", "2026-03-16", "2026-03-16"),
        ("datetime", "16.3.2026", "2026-03-16"),
        ("filepicker", ["a.pdf"], ["a.pdf"]),
    ],
)
def test_values_come_out_in_their_types(kind: str, given_value: Any, value: Any) -> None:
    assert check(one(kind), given_value) == (value, None)


@pytest.mark.parametrize(
    ("kind", "given_value", "message"),
    [
        ("textfield", ["a"], "словами"),
        ("textfield", 5, "словами"),
        ("number", "много", "цифрами"),
        ("number", "1e999999999", "цифрами"),
        ("number", "NaN", "цифрами"),
        ("number", True, "цифрами"),
        ("checkbox", "maybe", "отметку"),
        ("checkbox", [], "отметку"),
        ("radio", "4", "предложенных"),
        ("radio", 1, "предложенных"),
        ("radio", {"value": True}, "предложенных"),
        ("checklist", ["2", "9"], "предложенных"),
        ("datetime", "31.02.2026", "дату"),
        ("datetime", 5, "дату"),
        ("filepicker", [5], "файл"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused(kind: str, given_value: Any, message: str) -> None:
    value, fault = check(one(kind), given_value)

    assert value is None
    assert fault is not None
    assert message in fault


def test_time_and_moment_have_their_own_shape() -> None:
    assert check(one("datetime", subtype="time"), "14:30") == ("14:30:00", None)
    assert check(one("datetime", subtype="time"), "noon") == (None, "укажите время, например 14:30")
    assert check(one("datetime", subtype="datetime"), "2026-03-16T14:30")[0] == "2026-03-16T14:30:00"


@pytest.mark.parametrize(
    ("validate", "value", "message"),
    [
        ({"minLength": 5}, "мало", "нужно не меньше 5 знаков, сейчас 4"),
        ({"maxLength": 3}, "много", "можно не больше 3 знаков, сейчас 5"),
        ({"pattern": "^\\d+$"}, "буквы", "проверьте запись"),
        ({"validationType": "email"}, "asel@", "asel@mail.kz"),
        ({"validationType": "phone"}, "8 nomer", "+7 700"),
    ],
)
def test_texts_keep_their_limits(validate: dict[str, Any], value: str, message: str) -> None:
    assert message in (check(one("textfield", validate=validate), value)[1] or "")


@pytest.mark.parametrize(
    ("validate", "value"),
    [
        ({"minLength": 4, "maxLength": 4}, "ровн"),
        ({"pattern": "^\\d+$"}, "42"),
        ({"validationType": "email"}, "asel@mail.kz"),
        ({"validationType": "phone"}, "+7 700 123 45 67"),
    ],
)
def test_texts_within_their_limits_pass(validate: dict[str, Any], value: str) -> None:
    assert check(one("textfield", validate=validate), value) == (value, None)


def test_numbers_keep_their_limits() -> None:
    sample = one("number", validate={"min": 0, "max": 20}, decimalDigits=1)

    assert check(sample, "20") == (20, None)
    assert check(sample, "-1")[1] == "укажите число не меньше 0"
    assert check(sample, "21")[1] == "укажите число не больше 20"
    assert check(sample, "1,25")[1] == "оставьте после запятой не больше 1 знаков"


@pytest.mark.parametrize(
    "kind", ["textfield", "number", "checkbox", "radio", "checklist", "datetime", "filepicker"]
)
def test_what_is_required_is_asked_for_in_words(kind: str) -> None:
    _value, fault = check(one(kind, validate={"required": True}), None)

    assert fault
    assert "обязательно" not in fault


def test_a_field_may_bring_its_own_words() -> None:
    sample = one("textfield", validate={"required": True}, properties={"error": "напишите, что исправить"})

    assert check(sample, " ")[1] == "напишите, что исправить"


def hidden() -> Form:
    return form(
        {"type": "radio", "key": "verdict", "values": ["accept", "errors"]},
        {
            "type": "textarea",
            "key": "reasons",
            "validate": {"required": True},
            "conditional": {"hide": '=verdict = "accept" or channel = "portal"'},
        },
    )


def test_a_hidden_field_is_neither_required_nor_kept() -> None:
    assert hidden().validate({"verdict": "accept", "reasons": "лишнее"}) == ({"verdict": "accept"}, {})


def test_a_shown_field_is_required() -> None:
    assert list(hidden().validate({"verdict": "errors"})[1]) == ["reasons"]


def test_conditions_see_the_variables_of_the_case() -> None:
    assert hidden().validate({"verdict": "errors"}, {"channel": "portal"}) == ({"verdict": "errors"}, {})


def test_the_fields_of_a_hidden_group_are_hidden_too() -> None:
    inner = {"type": "textfield", "key": "a", "validate": {"required": True}}
    sample = form({"type": "group", "components": [inner], "conditional": {"hide": "=b = 1"}})

    assert sample.validate({}, {"b": 1}) == ({}, {})
    assert list(sample.validate({}, {"b": 2})[1]) == ["a"]
    assert sample.shown({}, {"b": 1}) == ()


def test_options_may_come_from_the_case() -> None:
    sample = one("checklist", valuesKey="codes")
    codes = [{"label": "Решение", "value": "decision"}, "copy"]

    assert check(sample, ["decision", "copy"], codes=codes) == (["decision", "copy"], None)
    assert check(sample, ["other"], codes=codes)[1] is not None
    assert check(sample, ["decision"])[1] is not None


def test_keys_with_points_are_paths_both_ways() -> None:
    sample = form({"type": "textfield", "key": "child.name"}, {"type": "number", "key": "child.age"})

    assert sample.validate({"child.name": "Али", "child": {"age": "7"}})[0] == {
        "child": {"name": "Али", "age": 7}
    }
    assert sample.initial({"child": {"name": "Али"}}) == {"child.name": "Али", "child.age": None}


def test_a_default_gives_way_to_the_variable() -> None:
    sample = one("number", defaultValue=5)

    assert sample.initial({}) == {"x": 5}
    assert sample.initial({"x": 0}) == {"x": 0}


def test_what_the_form_does_not_ask_is_not_kept() -> None:
    assert one("textfield").validate({"x": "a", "is_admin": True})[0] == {"x": "a"}


@pytest.mark.parametrize("iin", ["061211600012", "850412100003"])
def test_an_iin_that_can_have_been_issued_passes(iin: str) -> None:
    assert check_iin(iin) is None


@pytest.mark.parametrize(
    ("iin", "message"),
    [
        ("85041210000", "в ИИН 12 цифр, сейчас 11"),
        ("8504121000O3", "в ИИН только цифры"),
        ("٨٥٠٤١٢١٠٠٠٠٣", "в ИИН только цифры"),
        ("061211600013", "проверьте цифры: такого ИИН не бывает"),
        ("850412403890", "проверьте цифры: такого ИИН не бывает"),
        ("123456789011", "проверьте цифры: такого ИИН не бывает"),
    ],
)
def test_an_iin_that_cannot_is_refused(iin: str, message: str) -> None:
    assert str(check_iin(iin)) == message


def test_a_day_that_does_not_exist_is_refused() -> None:
    impossible = "851332100" + "00"
    digit = check_digit(impossible)

    assert birth_date("851332100000") is None
    assert digit is None or check_iin(f"{impossible}{digit}") is not None


@given(st.text(alphabet="0123456789", min_size=11, max_size=11), st.integers(0, 10), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(first: str, place: int, by: int) -> None:
    """Where the first sum decides: with the second weights a slip can go unnoticed."""
    digit = check_digit(first)
    slipped = first[:place] + str((int(first[place]) + by) % 10) + first[place + 1 :]
    plain = all(
        sum(int(d) * w for d, w in zip(each, range(1, 12), strict=True)) % 11 < 10
        for each in (first, slipped)
    )

    assert not plain or place == 10 or check_digit(slipped) != digit


@given(
    st.dictionaries(
        st.sampled_from(["verdict", "reasons", "other"]),
        st.one_of(st.none(), st.text(), st.integers(), st.lists(st.text())),
    )
)
def test_no_input_makes_a_form_fail(values: dict[str, Any]) -> None:
    clean, faults = hidden().validate(values)

    assert set(clean) <= {"verdict", "reasons"}
    assert not set(clean) & set(faults)


@pytest.mark.parametrize("number", ["950640000810", "120240000016"])
def test_a_bin_that_can_have_been_issued_passes(number: str) -> None:
    digit = check_digit(number[:11])
    assert check_bin(f"{number[:11]}{digit}") is None


@pytest.mark.parametrize(
    ("number", "message"),
    [
        ("95064000081", "в БИН 12 цифр, сейчас 11"),
        ("9506400008IO", "в БИН только цифры"),
        ("950640000811", "проверьте цифры: такого БИН не бывает"),
        ("951340000810", "проверьте цифры: такого БИН не бывает"),
        ("061211600012", "проверьте цифры: такого БИН не бывает"),
    ],
)
def test_a_bin_that_cannot_is_refused(number: str, message: str) -> None:
    assert str(check_bin(number)) == message


@pytest.mark.parametrize("number", ["950640000810", "061211600012"])
def test_a_payer_may_be_a_person_or_an_organisation(number: str) -> None:
    assert check_iin_or_bin(number) is None


@pytest.mark.parametrize(
    ("number", "message"),
    [
        ("123456789011", "проверьте цифры: такого ИИН или БИН не бывает"),
        ("1234", "в ИИН и БИН 12 цифр, сейчас 4"),
        ("12345678901a", "в ИИН и БИН только цифры"),
    ],
)
def test_a_payer_that_cannot_be_is_refused(number: str, message: str) -> None:
    assert str(check_iin_or_bin(number)) == message
