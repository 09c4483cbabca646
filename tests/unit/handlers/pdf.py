"""Text of a PDF, by poppler's pdftotext."""

import shutil
import subprocess

import pytest


def text_of(content: bytes) -> str:
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext (Debian package poppler-utils) is not installed")
    return subprocess.run([program, "-layout", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()
