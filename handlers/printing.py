"""HTML to PDF/A by WeasyPrint, from files of the content folder alone: no network, nothing outside the folder."""

import hashlib
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urlsplit

import segno
from weasyprint import HTML
from weasyprint.css import ColorProfile
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from handlers.faults import HandlerFault

#: archival, text can be searched and copied
PDF_VARIANT = "pdf/a-2u"
PAGE_LIMIT = 50
#: name of the colour space in the file
COLOURS = "sRGB-2014"

MEDIA_TYPES = {
    ".ttf": "font/ttf",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
}


def print_pdf(html: str, folder: Path, identity: str) -> bytes:
    """The same bytes for the same HTML and identity. `folder` holds fonts and images."""
    folder = folder.resolve()
    source = HTML(string=html, base_url=f"{folder.as_uri()}/", url_fetcher=FolderFetcher(folder))
    options = {"pdf_variant": PDF_VARIANT, "output_intent": COLOURS}
    try:
        document = source.render(color_profiles={COLOURS: _colours()}, **options)
    except FatalURLFetchingError as error:
        raise HandlerFault(str(error)) from error
    if len(document.pages) > PAGE_LIMIT:
        raise HandlerFault(
            f"Expected a document of at most {PAGE_LIMIT} pages, but it has {len(document.pages)}; shorten it."
        )
    identifier = hashlib.sha256(identity.encode()).digest()[:16]
    return bytes(document.write_pdf(pdf_identifier=identifier, **options))


def _colours() -> ColorProfile:
    """The profile an archival file names. WeasyPrint would open its own and leave the file open."""
    content = (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()
    return ColorProfile(BytesIO(content), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


def qr_code(address: str) -> str:
    """An inline drawing that opens the address."""
    return str(
        segno.make(address, error="m").svg_inline(border=2, omitsize=True, svgclass="qr", lineclass=None)
    )


class FolderFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Gives out fonts, styles and images of one folder; whatever else is asked for stops the printing."""

    def __init__(self, folder: Path) -> None:
        super().__init__(allowed_protocols=("file",), allow_redirects=False)
        self._folder = folder

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        parts = urlsplit(url)
        path = Path(unquote(parts.path)).resolve()
        if parts.scheme != "file" or not path.is_relative_to(self._folder) or path.suffix not in MEDIA_TYPES:
            raise FatalURLFetchingError(
                f'Expected fonts and images of the folder "{self._folder.name}", but the template asks for "{url}".'
            )
        if not path.is_file():
            raise FatalURLFetchingError(f'Expected the file "{path.name}" in the folder, but there is none.')
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": MEDIA_TYPES[path.suffix]})
