"""Text of a PDF, line breaks taken as spaces."""

from io import BytesIO

from pypdf import PdfReader


def text_of(content: bytes) -> str:
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def fonts_of(content: bytes) -> set[str]:
    """Names of the embedded fonts."""
    fonts = [
        font for page in PdfReader(BytesIO(content)).pages for font in page["/Resources"]["/Font"].values()
    ]
    return {str(font.get_object()["/BaseFont"]) for font in fonts}
