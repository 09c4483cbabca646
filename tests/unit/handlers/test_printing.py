import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from handlers.faults import HandlerFault
from handlers.printing import print_pdf, qr_code
from tests.unit.handlers.conftest import PROCESSES
from tests.unit.handlers.pdf import fonts_of, text_of

FOLDER = PROCESSES / "documents"
VERAPDF, CHECK = (Path(__file__).parents[3] / place for place in (".venv/verapdf", "scripts/archival/Archival.java"))
KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі ₸ №"
FONT = """<style>@font-face {{ font-family: Own; src: url("fonts/{0}") }} p {{ font-family: Own }}</style>"""


@pytest.mark.parametrize(
    "font", ["NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "NotoSerif-Regular.ttf", "NotoSerif-Bold.ttf"]
)
def test_kazakh_letters_can_be_read_back_from_each_font(font: str) -> None:
    pdf = print_pdf(f"{FONT.format(font)}<p>{KAZAKH}</p>", FOLDER, "one")
    assert KAZAKH in text_of(pdf)
    assert any("Own" in name for name in fonts_of(pdf))


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed")
def test_another_reader_gets_the_same_letters(tmp_path: Path) -> None:
    file = tmp_path / "letters.pdf"
    file.write_bytes(print_pdf(f"{FONT.format('NotoSerif-Regular.ttf')}<p>ӘҒҚҢӨҰҮҺІ әғқңөұүһі</p>", FOLDER, "one"))
    said = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True, encoding="utf-8")
    assert said.stdout.strip() == "ӘҒҚҢӨҰҮҺІ әғқңөұүһі"


@pytest.mark.skipif(not VERAPDF.is_dir(), reason="veraPDF is not here; make archival fetches it")
def test_an_archive_takes_what_we_print(tmp_path: Path) -> None:
    file = tmp_path / "letters.pdf"
    file.write_bytes(print_pdf(f"{FONT.format('NotoSans-Regular.ttf')}<p>{KAZAKH}</p>", FOLDER, "one"))
    command = ["java", "-cp", f"{VERAPDF}/*", str(CHECK), str(file)]
    said = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    assert said.stdout == f"PDF/A-2u {file}\n"


def test_the_archival_variant_says_so_in_its_metadata() -> None:
    pdf = print_pdf("<p>x</p>", FOLDER, "one")
    assert pdf.startswith(b"%PDF-1.7")
    root = PdfReader(BytesIO(pdf)).root_object
    metadata = root["/Metadata"].get_data().decode()
    assert re.search(r"part>2</|part=.2.", metadata)
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"


def test_equal_input_gives_equal_bytes_and_another_identity_does_not() -> None:
    assert print_pdf("<p>x</p>", FOLDER, "one") == print_pdf("<p>x</p>", FOLDER, "one")
    assert print_pdf("<p>x</p>", FOLDER, "one") != print_pdf("<p>x</p>", FOLDER, "two")


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/pixel.png",
        "file:///etc/passwd",
        "../acts/index.yaml",
        "fonts/../../calendars/hours.csv",
        "base.html",
        "data:image/png;base64,AAAA",
        "ftp://example.kz/x.png",
    ],
)
def test_nothing_but_fonts_and_images_of_the_folder_is_read(address: str) -> None:
    with pytest.raises(HandlerFault, match="Expected fonts and images of the folder"):
        print_pdf(f'<img src="{address}">', FOLDER, "one")


def test_a_missing_image_is_named() -> None:
    with pytest.raises(HandlerFault, match=r'"seal\.png"'):
        print_pdf('<img src="seal.png">', FOLDER, "one")


def test_a_document_of_too_many_pages_is_refused() -> None:
    with pytest.raises(HandlerFault, match="at most 50 pages, but it has 51"):
        print_pdf("<p style='break-after: page'>x</p>" * 50 + "<p>y</p>", FOLDER, "one")


def test_the_code_is_a_drawing_without_outside_references() -> None:
    drawing = qr_code("https://example.kz/check/27-2026-000417")
    assert drawing.startswith("<svg")
    assert "http" not in drawing
