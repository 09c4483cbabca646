"""The texts of the 33 acts, against the sources and against numbers read by hand."""

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from engine.norms import Act, find_act, parse, resolve

ROOT = Path(__file__).parents[4]
CONTENT = ROOT / "processes"
SOURCES = ROOT.parent / "shared" / "sources"
INDEX = yaml.safe_load((CONTENT / "acts" / "index.yaml").read_text(encoding="utf-8"))["acts"]
KEYS = [entry["key"] for entry in INDEX]
#: last point of the act, numbers the source leaves out; 25 points where the court stands in point 22 or 23
POINTS = {
    26: "preschool-queue orphan-guardianship bolashak-contest-intake higher-education-licence "
    "religious-education-licence tvet-education-licence free-school-transport school-education-licence "
    "guardianship-certificate minors-funds-and-vehicle-certificates minors-property-transaction-certificate "
    "education-document-apostille republican-budget-education-licence",
    18: "targeted-social-assistance",
}
LAST = {key: number for number, keys in POINTS.items() for key in keys.split()}
LEFT_OUT = {"student-dormitory": {18}, "school-admission": {21}, "targeted-social-assistance": {4}}


@pytest.fixture(params=KEYS)
def act(request: pytest.FixtureRequest) -> Act:
    return find_act(CONTENT, request.param)


def test_there_are_33_acts_in_the_order_of_their_numbers() -> None:
    assert [entry["number"] for entry in INDEX] == list(range(1, 34))


def test_the_points_are_those_of_the_source(act: Act) -> None:
    points = {each.address.point for each in act.paragraphs if each.address.section is None}
    assert points == set(range(1, LAST.get(act.key, 25) + 1)) - LEFT_OUT.get(act.key, set())


def test_references_are_unique_and_lead_to_their_own_paragraph(act: Act) -> None:
    refs = Counter(each.ref for each in (*act.paragraphs, *act.annexes))
    assert [ref for ref, count in refs.items() if count > 1] == []
    for each in act.paragraphs:
        assert resolve(parse(each.ref)[0], act) == (each,)


def test_every_act_has_five_sections(act: Act) -> None:
    assert list(act.sections) == [1, 2, 3, 4, 5]
    assert {each.section for each in act.paragraphs} == {1, 2, 3, 4, 5}


def test_annexes_count_on(act: Act) -> None:
    """Except annexes 3 and 4 whose headings are lost inside a table before them."""
    lost = {"orphan-guardianship": {3}, "free-school-meals": {4}}.get(act.key, set())
    numbers = [each.address.annex for each in act.annexes]
    assert numbers == [n for n in range(1, len(numbers) + len(lost) + 1) if n not in lost]
    assert all(each.text for each in act.annexes)


def test_every_paragraph_stands_in_the_source_at_its_line(act: Act) -> None:
    name = "regulation.txt" if act.key == "targeted-social-assistance" else "standards.txt"
    if not (SOURCES / name).is_file():
        pytest.skip("the sources of the acts are not beside the repository")
    source = (SOURCES / name).read_text(encoding="utf-8").split("\n")
    printed = {each.line: " ".join(source[each.line - 1].split()) for each in act.paragraphs}
    assert printed == {each.line: each.text for each in act.paragraphs}


def test_no_paragraph_of_the_body_is_left_out(act: Act) -> None:
    name = "regulation.txt" if act.key == "targeted-social-assistance" else "standards.txt"
    if not (SOURCES / name).is_file():
        pytest.skip("the sources of the acts are not beside the repository")
    source = (SOURCES / name).read_text(encoding="utf-8").split("\n")
    first, last = act.paragraphs[0].line, act.paragraphs[-1].line
    indented = {n for n in range(first, last + 1) if re.match("\u00a0.*\\S", source[n - 1])}
    assert {each.line for each in act.paragraphs} == indented


@pytest.mark.parametrize(
    ("key", "reference", "words"),
    [
        ("guardianship-certificate", "п. 7 пп. 1", "1) сроки оказания государственной услуги с момента"),
        ("guardianship-certificate", "п. 7, ч. 4", "сроки оказания государственной услуги с момента"),
        ("guardianship-certificate", "п. 15 пп. 1, ч. 3", "В случаях, если получатель государственной"),
        ("guardianship-certificate", "п. 16, ч. 3", "Уполномоченный орган при выявлении ошибок"),
        ("guardianship-certificate", "прил. 3", "СПРАВКА №"),
        ("targeted-social-assistance", "п. 2", "2. Государственная услуга оказывается уполномоченными"),
        ("targeted-social-assistance", "разд. 1 п. 1 пп. 5", "5) аким сельского округа"),
        ("bolashak-contest-intake", "п. 11 пп. 6", "6) "),
        ("tvet-education-licence", "п. 2", "2 Форма оказываемой"),
        ("camp-vacation-voucher", "п. 1", "1. Государственная услуга «Прием документов для"),
    ],
)
def test_known_paragraphs_are_found(key: str, reference: str, words: str) -> None:
    assert resolve(parse(reference)[0], find_act(CONTENT, key))[0].text.startswith(words)


def test_reasons_lead_to_paragraphs(act: Act) -> None:
    assert [reference for reference, _ in act.reasons if not resolve(reference, act)] == []
