"""The page on what of BPMN is run is as the profile and the cases are."""

import bpmn_kit as kit
import pytest

from engine.bpmn import rules
from scripts import bpmn_support


@pytest.mark.skipif(not kit.IS_THERE, reason=kit.MISSING)
def test_the_page_is_current() -> None:
    assert bpmn_support.PAGE.read_text("utf-8") == bpmn_support.page(rules())


def test_every_child_of_a_supported_element_is_known_or_a_decoration() -> None:
    data = rules()
    known = {*data["elements"], *data["decorations"], "extensionElements"}
    assert {child for kind in data["elements"].values() for child in kind["children"]} <= known


def test_every_flow_node_has_its_kind() -> None:
    data = rules()
    assert set(data["flowNodes"]) <= set(data["elements"])
