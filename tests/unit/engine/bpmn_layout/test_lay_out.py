"""What `lay_out` draws: nothing but the drawing changes, and the rules of the drawing hold."""

import random
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree

from engine.bpmn.drawing import check_drawing
from engine.bpmn.drawing.model import Drawing, read_drawing
from engine.bpmn.layout import lay_out
from engine.errors import InvalidDefinition
from tests.conftest import ROOT
from tests.hangs import no_hang
from tests.unit.engine.bpmn_layout.laid_out import flow, lanes, many, model, node, undrawn

sys.path.append(str(ROOT / "tests" / "bpmn"))
import bpmn_models
import bpmn_random

SHIPPED = sorted((ROOT / "processes").glob("*.bpmn"))
#: these pass the lint without a word; of larger ones only the hard rules are asked
CLEAN = {
    "guardianship-certificate",
    "targeted-social-assistance",
    "shared-acceptance",
    "shared-correction",
    "shared-delivery",
    "higher-education-licence",
    "preschool-queue",
    "higher-education-admission",
}
KIT = ROOT.parent / "shared" / "bpmn-cases" / "models"
#: what would be wrong, not only hard to read
HARD = (
    "overlaps",
    "lies outside",
    "the drawing has none",
    "runs through",
    "on the border of",
    "which is none",
)


def findings(source: bytes) -> list[str]:
    return [str(problem) for problem in check_drawing(source, "m.bpmn")]


def hard(source: bytes) -> list[str]:
    return [each for each in findings(source) if any(words in each for words in HARD)]


def drawing(source: bytes) -> Drawing:
    return read_drawing(etree.fromstring(source))


# ---- shipped models, the kit, random ones --------------------------------------------------------


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_model_without_its_drawing_is_drawn_by_the_rules(path: Path) -> None:
    laid_out = lay_out(undrawn(path.read_bytes()), path.name)

    assert (findings(laid_out) if path.stem in CLEAN else hard(laid_out)) == []


def test_every_model_of_the_kit_passes_the_lint() -> None:
    if not KIT.exists():
        pytest.skip("the neutral kit of cases is not beside this repository")
    found = {}
    # its flows have no ids: there is nothing a drawing could name
    for path in sorted(KIT.glob("*.bpmn")):
        if path.stem != "no-flow-id":
            found[path.name] = findings(lay_out(path.read_bytes(), path.name))
    assert len(found) > 300
    assert {name: problems for name, problems in found.items() if problems} == {}


@pytest.mark.parametrize("seed", range(12))
def test_a_random_model_is_drawn_by_the_rules(seed: int) -> None:
    wild = bpmn_models.model(bpmn_random.wild(random.Random(seed)))
    blocks = bpmn_models.model(bpmn_random.Blocks(random.Random(seed)).body())

    assert hard(lay_out(wild, "wild.bpmn")) == []
    assert findings(lay_out(blocks, "blocks.bpmn")) == []


@pytest.mark.slow
def test_two_hundred_elements_are_laid_out_in_little_time() -> None:
    with no_hang():
        laid_out = lay_out(many(200, bands=4), "many.bpmn")

    assert hard(laid_out) == []


# ---- only the drawing changes --------------------------------------------------------------------


@pytest.mark.parametrize("name", ["guardianship-certificate", "shared-delivery"])
def test_every_byte_but_the_drawing_stays(name: str) -> None:
    source = (ROOT / "processes" / f"{name}.bpmn").read_bytes()

    drawn_again, drawn_first = lay_out(source, name), lay_out(undrawn(source), name)

    assert drawn_again != source
    assert undrawn(drawn_again) == undrawn(source) == undrawn(drawn_first)


@pytest.mark.parametrize(
    ("encoding", "declared"), [("utf-8", "UTF-8"), ("utf-16", "UTF-16"), ("cp1251", "windows-1251")]
)
def test_the_encoding_of_the_file_stays(encoding: str, declared: str) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?>' + model(
        node("startEvent", "начало", 'name="Подано"')
        + "<!-- > -->"
        + node("endEvent", "e")
        + flow("начало", "e")
    ).decode().removeprefix('<?xml version="1.0" encoding="UTF-8"?>')

    laid_out = lay_out(text.encode(encoding), "m.bpmn").decode(encoding)

    assert laid_out.startswith(text.removesuffix("</definitions>\n"))
    assert 'bpmnElement="начало"' in laid_out


def test_several_old_diagrams_become_one() -> None:
    old = (
        '<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" id="{}">'
        '<bpmndi:BPMNPlane bpmnElement="p"/></bpmndi:BPMNDiagram>'
    )
    source = model(node("task", "t")).replace(
        b"</definitions>",
        (old.format("one") + "<!-- between -->" + old.format("two")).encode() + b"</definitions>",
    )

    laid_out = lay_out(source, "m.bpmn")

    assert laid_out.count(b"<bpmndi:BPMNDiagram") == 1
    assert b"<!-- between -->" in laid_out


def test_the_same_model_is_drawn_the_same_every_time() -> None:
    source = (ROOT / "processes" / "targeted-social-assistance.bpmn").read_bytes()
    laid_out = lay_out(source, "m.bpmn")

    assert lay_out(source, "m.bpmn") == laid_out == lay_out(laid_out, "m.bpmn")


def test_ids_of_the_drawing_repeat_none_of_the_model() -> None:
    laid_out = lay_out(
        model(node("task", "plane") + node("task", "plane_di") + node("task", "diagram")), "m.bpmn"
    )
    ids = [each.get("id") for each in etree.fromstring(laid_out).iter() if each.get("id")]

    assert len(ids) == len(set(ids))


# ---- how it looks --------------------------------------------------------------------------------


def test_the_main_road_is_level_and_leads_to_the_right() -> None:
    names = ["a", "b", "c", "d"]
    source = model(
        "".join(node("task", name) for name in names)
        + "".join(flow(one, other) for one, other in pairwise(names))
        + node("task", "x")
        + flow("a", "x")
        + flow("x", "d")
    )
    (plane,) = drawing(lay_out(source, "m.bpmn")).planes
    boxes = [plane.shapes[name].box for name in names]

    assert len({box.y for box in boxes}) == 1
    assert [box.x for box in boxes] == sorted(box.x for box in boxes)


def test_lanes_follow_each_other_and_hold_their_elements() -> None:
    source = model(lanes(upper=["a"], lower=["b"]) + node("task", "a") + node("task", "b") + flow("a", "b"))
    (plane,) = drawing(lay_out(source, "m.bpmn")).planes
    upper, lower = plane.shapes["upper"].box, plane.shapes["lower"].box

    assert upper.bottom == lower.y
    assert (upper.x, upper.width) == (lower.x, lower.width)
    assert upper.contains(plane.shapes["a"].box)
    assert lower.contains(plane.shapes["b"].box)


def test_what_no_lane_lists_stands_in_none() -> None:
    source = model(lanes(one=["a"]) + node("task", "a") + node("task", "b") + flow("a", "b"))
    (plane,) = drawing(lay_out(source, "m.bpmn")).planes

    assert plane.shapes["b"].box.bottom <= plane.shapes["one"].box.y


def test_a_loop_leads_back_over_or_under_the_road() -> None:
    source = model(
        node("task", "a") + node("exclusiveGateway", "g") + node("endEvent", "e")
        + flow("a", "g") + flow("g", "e", "да") + flow("g", "a", "нет")
    )  # fmt: skip
    laid_out = lay_out(source, "m.bpmn")
    (plane,) = drawing(laid_out).planes
    back = plane.edges["g_to_a"].points

    assert findings(laid_out) == []
    assert back[0][0] > back[-1][0]
    assert len(back) == 4


def test_boundary_events_stand_apart_on_the_lower_border() -> None:
    events = "".join(node("boundaryEvent", f"b{n}", 'attachedToRef="t"') for n in range(4))
    ends = "".join(node("endEvent", f"e{n}") + flow(f"b{n}", f"e{n}") for n in range(4))
    laid_out = lay_out(model(node("task", "t", 'name="Ждать"') + events + ends), "m.bpmn")
    (plane,) = drawing(laid_out).planes

    assert findings(laid_out) == []
    assert {plane.shapes[f"b{n}"].box.centre[1] for n in range(4)} == {plane.shapes["t"].box.bottom}


def test_a_message_leads_around_a_pool_that_is_not_its_own() -> None:
    before = (
        '<collaboration id="c"><participant id="one" name="Первый"/><participant id="two" name="Второй" '
        'processRef="p"/><participant id="three" name="Третий"/>'
        '<messageFlow id="m" name="привет" sourceRef="one" targetRef="three"/></collaboration>'
    )
    laid_out = lay_out(model(node("task", "t"), before), "m.bpmn")
    (plane,) = drawing(laid_out).planes
    pool = plane.shapes["two"].box

    assert findings(laid_out) == []
    assert any(x < pool.x or x > pool.right for x, _ in plane.edges["m"].points)


def test_notes_and_data_stand_beside_what_they_belong_to() -> None:
    body = (
        '<task id="t"><dataInputAssociation id="in"><sourceRef>d</sourceRef><targetRef>x</targetRef>'
        '</dataInputAssociation></task><dataObjectReference id="d" name="Дело" dataObjectRef="o"/><dataObject id="o"/>'
        '<textAnnotation id="n"><text>Срок идёт</text></textAnnotation>'
        '<association id="l" sourceRef="t" targetRef="n"/>'
    )
    laid_out = lay_out(model(body + node("endEvent", "e") + flow("t", "e")), "m.bpmn")
    (plane,) = drawing(laid_out).planes

    assert findings(laid_out) == []
    assert {"d", "n"} <= set(plane.shapes)
    assert {"in", "l"} <= set(plane.edges)
    assert abs(plane.shapes["n"].box.centre[0] - plane.shapes["t"].box.centre[0]) < 200


def test_a_road_that_is_too_long_goes_on_below() -> None:
    names = [f"t{number}" for number in range(20)]
    body = "".join(node("task", name) for name in names)
    laid_out = lay_out(model(body + "".join(flow(*pair) for pair in pairwise(names))), "m.bpmn")
    (plane,) = drawing(laid_out).planes
    lefts = [plane.shapes[name].box.x for name in names]

    assert findings(laid_out) == []
    assert lefts == sorted(lefts)
    assert len({plane.shapes[name].box.y for name in names}) > 1


# ---- what cannot be drawn ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (b"", "expected well-formed XML"),
        (b"<definitions", "expected well-formed XML"),
        (b"<html/>", "expected a BPMN model"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "document type"),
        (model(""), "expected elements to lay out"),
        (model(node("task", "t") + flow("t", "u")), "'u' is not among them"),
        (model(node("task", "t") + node("task", "t")), "stands for several elements"),
        (model("<task/>"), "expected an id of each element"),
        (model(node("boundaryEvent", "b", 'attachedToRef="t"')), "expected b to sit on an activity"),
        (
            model(
                node("task", "t"),
                '<collaboration id="c"><participant id="a" processRef="p"/>'
                '<messageFlow id="m" sourceRef="a" targetRef="q"/></collaboration>',
            ),
            "there is no 'q'",
        ),
    ],
)
def test_a_broken_model_is_refused_with_one_sentence(source: bytes, words: str) -> None:
    with pytest.raises(InvalidDefinition) as refused:
        lay_out(source, "m.bpmn")

    (problem,) = refused.value.problems
    assert words in problem.message
    assert problem.message.startswith("expected ")
