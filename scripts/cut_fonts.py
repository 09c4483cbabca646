"""Cuts the fonts of the printed documents out of full Noto fonts: Latin, Cyrillic with the Kazakh letters, signs.

Run: python scripts/cut_fonts.py FOLDER   (for example /usr/share/fonts/truetype/noto of Debian's fonts-noto-core)
"""

import sys
from pathlib import Path

from fontTools import subset

TARGET = Path(__file__).parent.parent / "processes" / "documents" / "fonts"
FILES = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "NotoSerif-Regular.ttf", "NotoSerif-Bold.ttf")
#: Latin with its first extensions, combining accents, Cyrillic, punctuation, tenge, number sign, arrows, boxes, ticks
LETTERS = (
    "U+0020-007E,U+00A0-017F,U+0300-0304,U+0400-04FF,U+2010-2026,U+2030-203A,U+20B8,U+2116,U+2190-2193,U+2212"
)


def main(source: Path) -> None:
    for name in FILES:
        subset.main(
            [
                str(source / name),
                f"--output-file={TARGET / name}",
                f"--unicodes={LETTERS}",
                "--layout-features=kern,mark,mkmk,ccmp,locl,tnum,lnum,liga",
                "--name-IDs=*",
                "--notdef-outline",
            ]
        )
        print(f"{name}: {(TARGET / name).stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
