"""Reading a PDF back: its marks for screen readers, and the words on its pages as a copy-and-paste would give them."""

import io
import re
from typing import Any

import pikepdf

PAIR = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
RANGE = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def words_of(content: bytes) -> str:
    """Every word on the pages, without blanks and line ends, which a PDF sets by moving."""
    pdf = opened(content)
    return "".join(_words_on(page) for page in pdf.pages)


def _words_on(page: Any) -> str:
    fonts = {name: _letters_of(font) for name, font in page.Resources.get("/Font", {}).items()}
    said, letters = "", dict[int, str]()
    instructions: list[Any] = list(pikepdf.parse_content_stream(page))
    for operands, operator in instructions:
        if str(operator) == "Tf":
            letters = fonts[str(operands[0])]
        if str(operator) in ("Tj", "TJ"):
            strings = operands[0] if str(operator) == "TJ" else [operands[0]]
            for one in strings:
                if isinstance(one, pikepdf.String):
                    said += _said(bytes(one), letters)
    return re.sub(r"\s", "", said)


def _said(raw: bytes, letters: dict[int, str]) -> str:
    return "".join(letters.get(int.from_bytes(raw[at : at + 2], "big"), "") for at in range(0, len(raw), 2))


def _letters_of(font: Any) -> dict[int, str]:
    told = dict[int, str]()
    cmap = font.ToUnicode.read_bytes().decode("latin-1")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        told |= {int(code, 16): _utf16(sign) for code, sign in PAIR.findall(block)}
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, sign in RANGE.findall(block):
            codes = range(int(first, 16), int(last, 16) + 1)
            told |= {code: chr(ord(_utf16(sign)) + step) for step, code in enumerate(codes)}
    return told


def _utf16(code: str) -> str:
    return bytes.fromhex(code).decode("utf-16-be")
