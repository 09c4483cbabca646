"""Pictures of models as the product's own viewer shows them: what a reader sees, to look at after drawing.

Run: python -m scripts.picture processes/*.bpmn --into var/pictures    (after make setup)
"""

import argparse
import os
import shutil
from pathlib import Path

from playwright.sync_api import Page, Route, sync_playwright

from engine.bpmn.drawing.geometry import Box, around
from engine.bpmn.drawing.model import read_drawing
from engine.bpmn.reader.parsing import parse

ROOT = Path(__file__).parent.parent
BUILD = ROOT / "web" / "static" / "build"
CHROMIUM = os.environ.get("QYZMET_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
ADDRESS = "http://picture.test"
MARGIN, LARGEST = 30, 8000
PAGE = (
    '<html><link rel="stylesheet" href="/bpmn.css"><style>body{margin:0}[data-diagram]{width:100vw;height:100vh}'
    ".bjs-powered-by{display:none}</style>"
    '<div data-diagram-frame><div data-diagram="/model.bpmn" data-least="0.1"></div></div>'
    '<script src="/viewer.js"></script></html>'
)
TYPES = {".css": "text/css", ".js": "text/javascript", ".woff2": "font/woff2", ".woff": "font/woff"}


def main() -> None:
    arguments = _arguments()
    into = Path(arguments.into)
    into.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name in arguments.models:
            target = into / f"{Path(name).stem}.png"
            page = browser.new_page(device_scale_factor=arguments.scale)
            _take(page, Path(name).read_bytes(), target)
            page.close()
            print(target)
        browser.close()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", nargs="+", help="files .bpmn with a drawing")
    parser.add_argument("--into", default="var/pictures", help="folder of the pictures")
    parser.add_argument(
        "--scale", type=float, default=1.0, help="pixels of the picture to one of the drawing"
    )
    return parser.parse_args()


def _take(page: Page, source: bytes, target: Path) -> None:
    size = _size(source)
    page.set_viewport_size({"width": int(size.width) + 2 * MARGIN, "height": int(size.height) + 2 * MARGIN})
    page.route(f"{ADDRESS}/**", lambda route: _answer(route, source))
    page.goto(f"{ADDRESS}/")
    page.wait_for_selector(".djs-shape")
    page.evaluate("document.fonts.ready")
    page.screenshot(path=target)


def _size(source: bytes) -> Box:
    drawing = read_drawing(parse(source, "model.bpmn"))
    planes = [plane for plane in drawing.planes if plane.shapes]
    if not planes:
        raise SystemExit("expected a model with a drawing, but it has none; lay it out: qyzmet layout FILE")
    size = around(shape.box for shape in planes[0].shapes.values())
    return Box(x=0, y=0, width=min(size.width, LARGEST), height=min(size.height, LARGEST))


def _answer(route: Route, source: bytes) -> None:
    path = route.request.url.removeprefix(ADDRESS)
    if path == "/":
        route.fulfill(body=PAGE, content_type="text/html")
    elif path == "/model.bpmn":
        route.fulfill(body=source, content_type="application/xml")
    elif (BUILD / path[1:]).is_file():
        route.fulfill(body=(BUILD / path[1:]).read_bytes(), content_type=TYPES[Path(path).suffix])
    else:
        route.fulfill(status=404)


if __name__ == "__main__":
    main()
