"""axe-core over a page that is open: what it finds, in lines that say where it is and what to do."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from playwright.sync_api import Page

from tests.conftest import ROOT

SOURCE = ROOT / "web" / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (tags) => {
  const found = await axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] });
  return found.violations;
}"""


def findings(page: Page, title: str) -> list[str]:
    """What is wrong on the page that is open."""
    # an evaluation of the browser's own: the content security policy stops scripts of the page alone
    page.evaluate(_source())
    return [line for each in page.evaluate(RUN, TAGS) for line in _lines(title, each)]


@cache
def _source() -> str:
    return SOURCE.read_text(encoding="utf-8")


def _lines(title: str, violation: Mapping[str, Any]) -> Iterator[str]:
    for node in violation["nodes"]:
        where = " > ".join(map(str, node["target"]))
        advice = " ".join(str(node["failureSummary"]).split())
        yield f"{title}: {violation['id']} at {where}\n    {advice}\n    {str(node['html'])[:200]}"
