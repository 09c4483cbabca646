"""What the decisions of the services say. Nothing is deployed: the content folder answers."""

from datetime import datetime

import pytest

from tests.cli.conftest import Qyzmet

K = "guardianship-certificate"


def test_services_lists_channels(as_json) -> None:
    found = {each["key"]: each for each in as_json("services")}
    assert found[K]["channels"] == ["centre", "mobile_centre", "portal"]
    assert not any(key.startswith("shared-") for key in found)


@pytest.mark.parametrize(
    ("channel", "filed", "due"),
    [
        ("centre", "2012-12-20T10:00", "2012-12-28"),
        ("centre", "2012-12-28T14:00", "2013-01-10"),
        ("portal", "2012-12-20T10:00", "2012-12-27"),
    ],
)
def test_term_counts_the_days_of_the_standard(as_json, channel: str, filed: str, due: str) -> None:
    """Neither day of acceptance nor day of issue at the centre; 29 December 2012 was worked, 31 December was not."""
    found = as_json("term", K, "--channel", channel, "--filed", filed)
    assert datetime.fromisoformat(found["due"]).date().isoformat() == due
    assert found["norm"]


def test_term_explains_the_sum_in_words(qyzmet: Qyzmet) -> None:
    said = qyzmet("term", K, "--channel", "centre", "--filed", "2012-12-28T14:00").stdout
    assert "5 рабочих дней" in said
    assert "29 декабря рабочий день вместо 31 декабря" in said


def test_term_speaks_kazakh(qyzmet: Qyzmet) -> None:
    said = qyzmet("term", K, "--channel", "centre", "--filed", "2012-12-28T14:00", "--language", "kk").stdout
    assert "жұмыс күні" in said


def test_documents_depend_on_the_channel(as_json) -> None:
    def forms(channel: str) -> dict[str, str]:
        return {each["code"]: each["form"] for each in as_json("documents", K, "--channel", channel)}

    assert forms("centre")["guardianship_decision"] == "copy"
    assert forms("portal")["guardianship_decision"] == "scan"


def test_grounds_name_stage_and_norm(as_json) -> None:
    found = as_json("grounds", K, "--stage", "acceptance")
    assert {each["stage"] for each in found} == {"acceptance"}
    assert all("п. 16, ч. 1" in each["norm"] for each in found)


def test_the_service_is_free(as_json) -> None:
    assert as_json("fee", K)["amount"] == 0


def test_route_finds_the_bodies_of_a_place(as_json) -> None:
    place = ("--region", "Акмолинская область", "--district", "Аккольский район")
    found = {each["variable"]: each["body"]["name"] for each in as_json("route", K, *place)}
    assert "Аккольского района" in found["authority"]
    assert "Аккольский" in found["centre"]


def test_route_asks_back_with_the_candidates(as_json) -> None:
    found = as_json("route", K, "--district", "Есильский район", code=2)
    assert {each["asks"] for each in found} == {"region"}
    assert all(each["body"] is None and len(each["candidates"]) > 1 for each in found)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("term", K, "--channel", "fax", "--filed", "2012-12-28T14:00"), '"fax"'),
        (("term", K, "--channel", "centre", "--filed", "yesterday"), "yesterday"),
        (("term", "nothing", "--channel", "centre", "--filed", "2012-12-28T14:00"), "nothing"),
        (("documents", K, "--channel", "centre", "--set", "x"), "--set NAME=VALUE"),
        (("fee", K, "--on", "2012-13-01"), "2012-13-01"),
        (("route", K, "--region", "Нигде"), "give region"),
        (("route", K, "--district", "Есильский район"), "give region"),
        (("route", K, "--region", "Акмолинская"), "give district"),
    ],
)
def test_wrong_questions_get_one_sentence(qyzmet: Qyzmet, arguments: tuple[str, ...], said: str) -> None:
    result = qyzmet(*arguments, code=2)
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_norms_show_who_carries_a_paragraph(as_json) -> None:
    report = as_json("norms", K)
    rows = {row["ref"]: {each["element"] for each in row["elements"]} for row in report["rows"]}
    assert "check_package" in rows["п. 16, ч. 3"]
    assert "inform_applicant" in rows["п. 16, ч. 4"]
    assert "п. 20, ч. 1" in {each["ref"] for each in report["missing"]}
    assert report["problems"] == []


def test_norms_of_every_drawn_service_lead_somewhere_and_what_nobody_carries_has_a_reason(as_json) -> None:
    for service in as_json("services"):
        report = as_json("norms", service["key"], "--missing")
        assert report["problems"] == []
        assert [each["ref"] for each in report["missing"] if not each["reason"]] == []


@pytest.mark.parametrize(("key", "said"), [("nothing", "text of an act"), ("kaztest", "drawing of kaztest")])
def test_norms_of_what_is_not_there_are_refused(qyzmet: Qyzmet, key: str, said: str) -> None:
    assert said in qyzmet("norms", key, code=2).stderr


@pytest.mark.parametrize("key", [K, "targeted-social-assistance"])
def test_all_terms_of_a_service_are_given_for_each_channel_with_the_norm(as_json, key: str) -> None:
    (service,) = (each for each in as_json("services") if each["key"] == key)
    rows = as_json("term", key, "--filed", "2026-03-16T10:00", "--all")
    assert list(dict.fromkeys(row["channel"] for row in rows)) == service["channels"]
    assert all(row["norm"] and row["text"]["kk"] and row["text"]["ru"] for row in rows)
    for channel in service["channels"]:
        names = [row["name"] for row in rows if row["channel"] == channel]
        assert "service" in names
        assert len(set(names)) == len(names)
        one = as_json("term", key, "--channel", channel, "--filed", "2026-03-16T10:00", "--all")
        assert [row["name"] for row in one] == names


def test_terms_stand_under_their_channel(qyzmet: Qyzmet) -> None:
    said = qyzmet("term", K, "--filed", "2026-03-16T10:00", "--all").stdout.splitlines()
    assert [line for line in said if line.startswith("[")] == ["[centre]", "[mobile_centre]", "[portal]"]
