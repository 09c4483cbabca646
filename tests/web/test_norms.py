"""The text of an act beside the drawing."""

import json
import re
from html import unescape

import pytest

from web.norms import anchor

PAGE = "/norms/guardianship-certificate"


@pytest.fixture
def analyst(signed_in):
    return signed_in("analyst")


def test_all_acts_are_listed_and_which_have_a_model(analyst) -> None:
    page = analyst.get("/norms").text

    assert page.count("ещё нет") >= 31
    assert "Выдача справок по опеке и попечительству" in page


def test_a_paragraph_names_the_elements_that_carry_it(analyst) -> None:
    page = analyst.get(f"{PAGE}?ref=п. 16, ч. 3").text

    assert "Что исполняет п. 16, ч. 3" in page
    assert 'class="q-para is-picked" id="p16-3"' in page
    assert 'data-element="check_package"' in page


def test_a_whole_point_picks_all_that_is_in_it(analyst) -> None:
    page = analyst.get(f"{PAGE}?ref=п. 16").text

    assert page.count("q-para is-picked") > 2
    assert 'id="p16"' in page


def test_what_nobody_carries_stands_alone(analyst) -> None:
    page = analyst.get(f"{PAGE}?only=missing").text

    assert page.count("ни один элемент") == page.count('class="q-para__no"')


def test_what_nobody_carries_says_why(analyst) -> None:
    page = analyst.get(f"{PAGE}?only=missing").text

    assert page.count("q-para__why") == page.count('class="q-para__no"') > 30
    assert "Почему, не записано" not in page
    for words in ("Где висит стандарт; дела не касается.", "отдельного шага не требует"):
        assert words in page


def test_a_reason_is_said_in_the_language_of_the_reader(signed_in) -> None:
    assert "Where the standard is displayed" in signed_in("analyst", "en").get(f"{PAGE}?only=missing").text


def test_an_element_of_the_drawing_leads_to_its_paragraphs(analyst) -> None:
    page = analyst.get(PAGE).text
    given = unescape(re.search(r"data-paragraphs='([^']*)'", page)[1])
    places = json.loads(given)

    assert places["register"]["at"]
    assert places["register"]["said"].startswith("п. ")
    anchors = {each for place in places.values() for each in place["at"]}
    assert anchors <= set(re.findall(r'class="q-para[^"]*" id="([^"]+)"', page))
    assert any(place["said"] and not place["at"] for place in places.values())


@pytest.mark.parametrize("ref", ["", "п. 999", "<script>", "п. 16; ", "что-то"])
def test_a_reference_that_leads_nowhere_picks_nothing(analyst, ref: str) -> None:
    answer = analyst.get(PAGE, query_string={"ref": ref})

    assert answer.status_code == 200
    assert "<script>" not in answer.text


def test_a_called_drawing_can_be_chosen(analyst) -> None:
    assert (
        'data-diagram="/definitions/shared-acceptance:1.bpmn"'
        in analyst.get(f"{PAGE}?in=shared-acceptance").text
    )


def test_an_act_without_a_model_shows_its_text(analyst) -> None:
    page = analyst.get("/norms/kaztest").text

    assert "Модели ещё нет" in page
    assert "q-law" in page


@pytest.mark.parametrize("key", ["nothing", "..", "index"])
def test_an_unknown_act_is_not_found(analyst, key: str) -> None:
    assert analyst.get(f"/norms/{key}").status_code == 404


@pytest.mark.parametrize(
    ("norm", "expected"),
    [("п. 16, ч. 3", "p16-3"), ("п. 7 пп. 1; п. 8", "p7-1"), ("прил. 3", "a3"), ("п. 14", "p14")],
)
def test_a_norm_has_its_place_on_the_page(norm: str, expected: str) -> None:
    assert anchor(norm) == expected


def test_a_task_leads_to_its_paragraph(signed_in, file_case, open_task) -> None:
    page = signed_in("centre").get(f"/tasks/{open_task(file_case()).id}").text

    assert f'href="{PAGE}?ref=' in page


def test_applicants_read_the_service_page_instead(signed_in) -> None:
    assert signed_in("applicant").get(PAGE).status_code == 403
