from pathlib import Path

import pytest

from engine.bpmn.drawing import MOST_PIECES, check_drawing, count_crossings
from tests.unit.engine.bpmn_drawing.drawn import MODEL, drawn


def found(source: bytes) -> list[tuple[str, str]]:
    return [(problem.element, problem.message) for problem in check_drawing(source, "m.bpmn")]


def only(source: bytes) -> tuple[str, str]:
    problems = found(source)
    assert len(problems) == 1, problems
    return problems[0]


def test_a_tidy_drawing_has_no_problems():
    assert check_drawing(drawn(), "m.bpmn") == ()


@pytest.mark.parametrize("name", ["check", "yes", "office", "head", "request", "note", "noted"])
def test_an_element_without_its_place_is_an_error(name):
    problems = [p for p in check_drawing(drawn(without=(name,)), "m.bpmn") if p.severity == "error"]
    assert [p.element for p in problems] == [name]
    assert "the drawing has none" in problems[0].message
    assert problems[0].line


def test_a_model_without_any_drawing_names_each_element():
    source = MODEL[: MODEL.index("  <bpmndi:BPMNDiagram")] + "</bpmn:definitions>"
    problems = check_drawing(source.encode(), "m.bpmn")
    assert len(problems) == 18
    assert {problem.severity for problem in problems} == {"error"}


def test_a_place_of_nothing_is_reported():
    source = drawn().replace(b'bpmnElement="note"', b'bpmnElement="nothing"')
    assert any(name == "nothing" and "is none" in text for name, text in found(source))


def test_overlapping_shapes():
    element, message = only(
        drawn(shapes={"note": (520, 410, 100, 30)}, edges={"noted": [(560, 440), (570, 440)]})
    )
    assert (element, '"Наш выбор" overlaps "Подписать"' in message) == ("note", True)


def test_overlapping_pools_and_lanes():
    problems = found(drawn(shapes={"applicant": (0, 0, 800, 120), "clerk": (30, 100, 770, 210)}))
    assert any('"Отдел" overlaps "Заявитель"' in text for _, text in problems)
    assert any('"Руководитель" overlaps "Сотрудник"' in text for _, text in problems)


def test_an_element_outside_its_lane():
    source = drawn(
        shapes={"end": (700, 282, 36, 36)},
        edges={"f3": [(580, 400), (718, 400), (718, 318)]},
        labels={"end": (740, 262, 58, 28)},
    )
    assert ("end", 'inside "Руководитель"') in [
        (e, m[m.index("inside") : m.index(", but")]) for e, m in found(source)
    ]


def test_an_element_that_no_lane_lists():
    source = drawn().replace(b"<bpmn:flowNodeRef>end</bpmn:flowNodeRef>", b"")
    element, message = only(source)
    assert (element, "in the list of a lane" in message) == ("end", True)


def test_a_boundary_event_apart_from_its_activity():
    element, message = only(drawn(shapes={"late": (320, 240, 36, 36)}, labels={"late": (300, 280, 90, 14)}))
    assert (element, "on the border of" in message) == ("late", True)


def test_a_task_whose_name_does_not_fit():
    name = "Подготовить проект уведомления о назначении либо мотивированного ответа об отказе"
    element, message = only(drawn().replace("Проверить".encode(), name.encode()))
    assert (element, "expected a text that fits" in message) == ("check", True)


def test_a_drawing_too_wide():
    wide = {
        "office": (0, 100, 2400, 400),
        "clerk": (30, 100, 2370, 200),
        "head": (30, 300, 2370, 200),
    }
    element, message = only(drawn(shapes=wide))
    assert (element, "but it is 2400" in message) == ("office", True)


def test_an_edge_through_a_shape():
    source = drawn(
        edges={"f2": [(200, 200), (375, 200)]},
        shapes={"note": (600, 390, 60, 20)},
    )
    problems = found(source)
    assert any(e == "f3" and 'runs through "Наш выбор"' in m for e, m in problems)


def test_an_edge_through_its_own_source():
    problems = found(drawn(edges={"f3": [(530, 440), (530, 460), (540, 460), (540, 400), (700, 400)]}))
    assert any(e == "f3" and 'runs through "Подписать"' in m for e, m in problems)


def test_a_message_flow_through_a_foreign_pool():
    source = drawn(shapes={"applicant": (0, -200, 800, 60)}, edges={"request": [(118, -140), (118, 182)]})
    assert found(source) == []
    through = source.replace(
        b'sourceRef="applicant" targetRef="start"', b'sourceRef="applicant" targetRef="applicant"'
    )
    assert any(e == "request" and 'runs through "Отдел"' in m for e, m in found(through))


@pytest.mark.parametrize(
    ("edge", "points"),
    [
        ("f1", [(150, 200), (200, 200)]),
        ("f2", [(300, 200), (400, 200)]),
        ("yes", [(400, 225), (400, 400), (530, 400)]),
    ],
)
def test_an_edge_that_does_not_dock(edge, points):
    assert any(e == edge and "expected the end of" in m for e, m in found(drawn(edges={edge: points})))


def test_a_diagonal_edge():
    element, message = only(drawn(edges={"f3": [(580, 410), (700, 400)]}))
    assert (element, "diagonally" in message) == ("f3", True)


def test_an_edge_to_the_left_that_closes_no_loop():
    source = drawn(
        shapes={"end": (300, 382, 36, 36)},
        edges={
            "f3": [(530, 440), (530, 470), (318, 470), (318, 418)],
            "yes": [(425, 200), (530, 200), (530, 360)],
        },
        labels={
            "end": (230, 395, 62, 14),
            "yes": (500, 250, 20, 14),
            "complete": (432, 230, 60, 14),
        },
    )
    element, message = only(source)
    assert (element, "from left to right" in message) == ("f3", True)


def test_edges_that_run_over_each_other():
    problems = found(
        drawn(edges={"f3": [(560, 440), (560, 460), (400, 460), (400, 230), (718, 230), (718, 382)]})
    )
    assert any('f3 runs over "да"' in m for _, m in problems)


@pytest.mark.parametrize(
    ("labels", "element", "what"),
    [
        ({"start": (180, 180, 90, 27)}, "start", 'lies over "Проверить"'),
        ({"complete": (420, 316, 60, 14)}, "yes", "lies over the name of"),
        ({"yes": (390, 320, 20, 14)}, "yes", "is struck through by"),
        ({"end": (673, 495, 90, 14)}, "end", 'crosses the border of "Отдел"'),
        ({"start": (80, 225, 30, 14)}, "start", "in a box of 14"),
    ],
)
def test_a_name_that_does_not_stand_free(labels, element, what):
    assert any(e == element and what in m for e, m in found(drawn(labels=labels)))


@pytest.mark.parametrize("name", ["clerk", "office"])
def test_a_name_that_is_cut_by_its_lane_or_pool(name):
    long = "Сотрудник канцелярии местного исполнительного органа " * 3
    old = {"clerk": "Сотрудник", "office": "Отдел"}[name]
    source = drawn().decode().replace(f'id="{name}" name="{old}"', f'id="{name}" name="{long}"')
    element, message = only(source.encode())
    assert (element, "cut it" in message) == (name, True)


SUB_PROCESS = (
    '<bpmn:subProcess id="sub" name="Рассмотреть дело"><bpmn:task id="inner" /><bpmn:task id="other" />'
    '<bpmn:sequenceFlow id="inside" sourceRef="inner" targetRef="other" /></bpmn:subProcess>'
)


def with_sub_process(inner: tuple[int, int, int, int], points: list[tuple[int, int]]) -> bytes:
    """The frame is 600 wide; its name stands in the middle of its top."""
    source = drawn(
        shapes={
            "office": (0, 100, 800, 700),
            "head": (30, 300, 770, 500),
            "sub": (100, 520, 600, 200),
            "inner": inner,
            "other": (580, 600, 100, 80),
        },
        edges={"inside": points},
    ).decode()
    source = source.replace('<bpmn:userTask id="sign"', SUB_PROCESS + '<bpmn:userTask id="sign"')
    source = source.replace(
        "<bpmn:flowNodeRef>sign<", "<bpmn:flowNodeRef>sub</bpmn:flowNodeRef><bpmn:flowNodeRef>sign<"
    )
    return source.replace('bpmnElement="sub"', 'bpmnElement="sub" isExpanded="true"').encode()


def test_a_sub_process_whose_name_stands_free():
    assert found(with_sub_process((120, 600, 100, 80), [(220, 640), (580, 640)])) == []


def test_a_sub_process_whose_name_is_covered_or_struck_through():
    covered = only(with_sub_process((350, 525, 100, 80), [(400, 605), (400, 640), (580, 640)]))
    assert covered[0] == "sub"
    assert "is covered by inner" in covered[1]
    struck = only(with_sub_process((120, 600, 100, 80), [(170, 600), (170, 532), (630, 532), (630, 600)]))
    assert (struck[0], "is struck through by inside" in struck[1]) == ("sub", True)


def test_a_flow_of_data_needs_its_line():
    source = drawn().replace(
        b'<bpmn:userTask id="sign" name="\xd0\x9f\xd0\xbe\xd0\xb4\xd0\xbf\xd0\xb8\xd1\x81\xd0\xb0\xd1\x82\xd1\x8c" />',
        '<bpmn:userTask id="sign" name="Подписать"><bpmn:dataInputAssociation id="read">'
        "<bpmn:sourceRef>note</bpmn:sourceRef></bpmn:dataInputAssociation></bpmn:userTask>".encode(),
    )
    element, message = only(source)
    assert (element, "expected an edge" in message) == ("read", True)


def test_crossings_are_counted_but_no_fault():
    assert count_crossings(drawn(), "m.bpmn") == 0
    crossed = drawn(
        edges={"f3": [(530, 440), (530, 470), (390, 470), (390, 320), (650, 320), (650, 400), (700, 400)]}
    )
    assert count_crossings(crossed, "m.bpmn") == 1
    assert count_crossings(b"<a", "m.bpmn") == 0


@pytest.mark.parametrize(
    "source",
    [b"", b"<a", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b"\xff\xfe\x00", b"<a/>" * 2],
)
def test_what_is_no_xml_is_one_problem(source):
    problems = check_drawing(source, "m.bpmn")
    assert [problem.severity for problem in problems] == ["error"]
    assert problems[0].message.startswith("expected ")


def test_bounds_that_are_no_numbers_do_not_stop_the_check():
    assert check_drawing(drawn().replace(b'width="100"', b'width="wide"'), "m.bpmn")


def test_a_huge_drawing_is_not_compared_piece_by_piece():
    nodes = "".join(f'<bpmn:task id="t{n}" />' for n in range(MOST_PIECES + 1))
    boxes = "".join(
        f'<bpmndi:BPMNShape bpmnElement="t{n}"><dc:Bounds x="0" y="0" width="9" height="9" />'
        "</bpmndi:BPMNShape>"
        for n in range(MOST_PIECES + 1)
    )
    source = drawn().decode().replace("<bpmn:laneSet", nodes + "<bpmn:laneSet", 1)
    source = source.replace("</bpmndi:BPMNPlane>", boxes + "</bpmndi:BPMNPlane>")
    assert "expected at most 1000 shapes" in only(source.encode())[1]


def test_models_without_a_drawing_are_read_whole():
    folder = Path(__file__).parents[5] / "shared" / "bpmn-cases" / "models"
    if not folder.exists():
        pytest.skip("the neutral kit of cases is not beside this repository")
    for file in sorted(folder.glob("*.bpmn")):
        problems = check_drawing(file.read_bytes(), file.name)
        assert all(problem.severity == "error" and problem.message for problem in problems)
