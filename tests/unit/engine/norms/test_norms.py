from dataclasses import replace

import pytest

from engine.errors import InvalidCommand, NotFound
from engine.norms import Act, Carrier, Paragraph, Reference, find_act, matrix, parse, read_act, resolve

TEXTS = {
    "п. 1, ч. 1": (1, "1. Срок:"),
    "п. 1 пп. 1, ч. 1": (1, "1) три дня;"),
    "п. 1 пп. 1, ч. 2": (1, "считая с утра;"),
    "п. 1 пп. 2": (1, "2) пять дней."),
    "п. 1 пп. 2 (2)": (1, "2) ещё раз."),
    "п. 2": (2, "2. Документы сдаются в центр."),
    "п. 3": (3, "3. Принципы."),
    "п. 4, ч. 1": (5, "4. Жалоба:"),
    "п. 4, ч. 2": (5, "в суд."),
}


def paragraph(ref: str, section: int | None, text: str, line: int) -> Paragraph:
    return Paragraph(ref=ref, section=section, text=text, line=line, address=parse(ref)[0])


ACT = Act(
    key="k",
    number=1,
    title="Услуга",
    approved="Постановление",
    sections={1: "Общие положения"},
    paragraphs=tuple(paragraph(ref, *rest, line=n) for n, (ref, rest) in enumerate(TEXTS.items())),
    annexes=(paragraph("прил. 1", None, "Справка", 20),),
)


def carrier(norm: str, element: str = "issue") -> Carrier:
    return Carrier(file="k", element=element, kind="userTask", name="Выдать", norm=norm)


def refs(norm: str) -> list[str]:
    return [each.ref for reference in parse(norm) for each in resolve(reference, ACT)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("п. 16", Reference(point=16)),
        ("п. 7 пп. 1", Reference(point=7, sub=1)),
        ("п. 16, ч. 3", Reference(point=16, part=3)),
        ("п. 15 пп. 1, ч. 2", Reference(point=15, sub=1, part=2)),
        ("п. 11 пп. 2 (3), ч. 1", Reference(point=11, sub=2, occurrence=3, part=1)),
        ("разд. 1 п. 2", Reference(section=1, point=2)),
        ("прил. 3", Reference(annex=3)),
        ("прил.", Reference(annex=1)),
    ],
)
def test_a_reference_is_read(text: str, expected: Reference) -> None:
    assert parse(text) == (expected,)


def test_several_references_are_read_in_their_order() -> None:
    assert parse("п. 5; прил. 3;") == (Reference(point=5), Reference(annex=3))


@pytest.mark.parametrize(
    "text", ["пункт 16", "п.16", "п. 16 ч. 3", "п. 16, пп. 1", "статья 5", "п. x", "п. 16."]
)
def test_anything_else_is_refused_by_its_words(text: str) -> None:
    with pytest.raises(InvalidCommand, match="Expected a paragraph such as"):
        parse(f"п. 1; {text}")


@pytest.mark.parametrize(
    ("norm", "expected"),
    [
        ("п. 1", ["п. 1, ч. 1", "п. 1 пп. 1, ч. 1", "п. 1 пп. 1, ч. 2", "п. 1 пп. 2", "п. 1 пп. 2 (2)"]),
        ("п. 1 пп. 1", ["п. 1 пп. 1, ч. 1", "п. 1 пп. 1, ч. 2"]),
        ("п. 1 пп. 1, ч. 2", ["п. 1 пп. 1, ч. 2"]),
        ("п. 1 пп. 2", ["п. 1 пп. 2"]),
        ("п. 1 пп. 2, ч. 1", ["п. 1 пп. 2"]),
        ("п. 1, ч. 1", ["п. 1, ч. 1"]),
        ("п. 2, ч. 1", ["п. 2"]),
        ("п. 2; прил. 1", ["п. 2", "прил. 1"]),
        ("п. 1, ч. 2", []),
        ("п. 9", []),
        ("прил. 2", []),
    ],
)
def test_a_reference_means_these_paragraphs(norm: str, expected: list[str]) -> None:
    assert refs(norm) == expected


def test_the_matrix_has_a_row_for_each_paragraph_and_annex() -> None:
    made = matrix([carrier("п. 1 пп. 1; прил. 1")], ACT)
    assert {row.paragraph.ref: len(row.carriers) for row in made.rows if row.carriers} == {
        "п. 1 пп. 1, ч. 1": 1,
        "п. 1 пп. 1, ч. 2": 1,
        "прил. 1": 1,
    }
    assert len(made.rows) == len(TEXTS) + 1


def test_an_element_stands_once_in_a_row() -> None:
    made = matrix([carrier("п. 2; п. 2, ч. 1")], ACT)
    assert [row.carriers for row in made.rows if row.paragraph.ref == "п. 2"] == [
        (carrier("п. 2; п. 2, ч. 1"),)
    ]


def test_every_paragraph_and_annex_that_nobody_carries_is_missing() -> None:
    assert [each.ref for each in matrix([], ACT).missing] == [*TEXTS, "прил. 1"]


@pytest.mark.parametrize(
    ("text", "section", "said"),
    [
        ("17. Вежливости.", 3, "Как ведут себя те, кто оказывает услугу; отдельного шага не требует."),
        ("2. Документы.", 2, "Написано рукой."),
        ("1. Срок.", 1, None),
    ],
)
def test_a_reason_is_written_down_or_holds_for_all_acts(text: str, section: int, said: str | None) -> None:
    sections = {1: "Общие положения", 2: "Порядок", 3: "Принципы работы"}
    act = replace(ACT, sections=sections, reasons=((Reference(point=2), "Написано рукой."),))
    assert act.reason(paragraph(f"п. {text.partition('.')[0]}", section, text, 1)) == said


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Таблица. Значения показателей качества и эффективности", "Показатели считают"),
        ("Cписок государственных учреждений", "Перечень органов и лиц"),
        ("Справка", "Рукой"),
    ],
)
def test_an_annex_has_a_reason_too(title: str, said: str) -> None:
    act = replace(ACT, reasons=((Reference(annex=1), "Рукой"), (Reference(point=1), "Другой")))
    if said != "Рукой":
        act = replace(ACT, reasons=())
    assert (act.reason(paragraph("прил. 1", None, title, 1)) or "").startswith(said)


def test_a_line_that_introduces_what_is_carried_is_not_missing() -> None:
    missing = [each.ref for each in matrix([carrier("п. 1 пп. 1; п. 4, ч. 2")], ACT).missing]
    assert missing == ["п. 1 пп. 2", "п. 1 пп. 2 (2)", "п. 2", "п. 3", "прил. 1"]


def test_norms_that_lead_nowhere_are_problems() -> None:
    made = matrix([carrier("п. 9; п. 2", "a"), carrier("статья 5", "b")], ACT)
    assert [(each.element, said.split(";")[0]) for each, said in made.problems] == [
        ("a", 'Expected a paragraph of the act, but it has no "п. 9"'),
        (
            "b",
            'Expected a paragraph such as "п. 16", "п. 7 пп. 1", "п. 16, ч. 3" or "прил. 3", but got "статья 5".',
        ),
    ]


@pytest.mark.parametrize("norm", ["выбор: срок не напечатан", "п. 16 Стандарта (не напечатан)"])
def test_choices_and_paragraphs_of_other_acts_carry_nothing(norm: str) -> None:
    made = matrix([carrier(norm)], ACT)
    assert not made.problems
    assert not any(row.carriers for row in made.rows)


@pytest.mark.parametrize("key", ["absent", "../acts/index", ""])
def test_an_unknown_act_is_named(tmp_path, key: str) -> None:
    with pytest.raises(NotFound, match="Expected the text of an act"):
        find_act(tmp_path, key)


def test_a_reason_is_found_for_all_that_a_reference_means() -> None:
    text = """
key: k
number: 1
title: Услуга
approved: Постановление
sections: [{number: 1, title: Общие положения}]
annexes: [{ref: прил. 1, title: Справка, line: 9}]
paragraphs:
- {ref: "п. 1, ч. 1", section: 1, text: "1. Кому:", line: 1}
- {ref: "п. 1 пп. 1", section: 1, text: "1) всем;", line: 2}
- {ref: "п. 2", section: 1, text: "2. Где.", line: 3}
"""
    act = read_act(text, "п. 1; п. 7: шага не требует")
    assert [act.reason(each) for each in act.paragraphs] == ["шага не требует", "шага не требует", None]
    assert act.reason(act.annexes[0]) is None
