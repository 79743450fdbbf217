"""Gets the text out of one file. Run as a program of its own, since files come from strangers.

Standard input is the file, standard output its text in UTF-8. The first argument says what it is: `picture` or `pdf`,
with the path of tesseract or poppler's pdftotext behind it, or `docx`; or `page` with its number and the path of
poppler's pdftoppm: then the page comes as a picture. Time, memory and output are limited before the file is looked at,
for the program that takes its place, too.
"""

import os
import resource
import sys
import zipfile
from xml.etree import ElementTree as Tree

CPU_SECONDS = 60
ADDRESS_BYTES, MEMORY_BYTES = 1536 * 1024 * 1024, 640 * 1024 * 1024
OUTPUT_BYTES, OPEN_FILES = 2 * 1024 * 1024, 64
LONG_SIDE = 2400  # pixels of a page that is drawn: some 200 an inch
PAGE_BYTES = LONG_SIDE * LONG_SIDE + 64  # grey
POLITE = 10
LANGUAGE = "chi_sim"
MOST_XML = 12 * 1024 * 1024
BROKEN, TOO_MUCH = 4, 3
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACES = {f"{_WORD}br": "\n", f"{_WORD}cr": "\n", f"{_WORD}tab": " "}
_SPOKEN = {f"{_WORD}t", *_SPACES}
# Adaptive (Sauvola): one side of a photographed page is darker than the other.
OCR = ("stdin", "stdout", "-l", LANGUAGE, "--psm", "3", "-c", "thresholding_method=2")
OCR_WITHOUT = ("-c", "preserve_interword_spaces=0", "--loglevel", "OFF")
DRAWN = ("-gray", "-scale-to", str(LONG_SIDE))
PDF = ("-enc", "UTF-8", "-l", "40", "-", "-")


def main() -> int:
    """Exit codes say why nothing came."""
    kind, program = sys.argv[1], sys.argv[-1]
    os.nice(POLITE)
    for limit, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, ADDRESS_BYTES),
        (resource.RLIMIT_DATA, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, PAGE_BYTES if kind == "page" else OUTPUT_BYTES),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    if kind == "picture":
        os.environ["OMP_THREAD_LIMIT"] = "1"
        os.execv(program, [program, *OCR, *OCR_WITHOUT])  # noqa: S606 -- no shell is wanted
    if kind == "pdf":
        os.execv(program, [program, *PDF])  # noqa: S606 -- no shell is wanted
    if kind == "page":
        os.execv(program, [program, *DRAWN, "-f", sys.argv[2], "-l", sys.argv[2], "-"])  # noqa: S606 -- no shell is wanted
    return _docx()


def _docx() -> int:
    try:
        with zipfile.ZipFile(sys.stdin.buffer) as packed, packed.open("word/document.xml") as document:
            raw = document.read(MOST_XML + 1)
    except (OSError, KeyError, ValueError, RuntimeError, zipfile.BadZipFile, NotImplementedError):
        return BROKEN
    if len(raw) > MOST_XML:
        return TOO_MUCH
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:  # none of Word's own has them; they can swell without end
        return BROKEN
    try:
        body = Tree.fromstring(raw)  # noqa: S314 -- without entities, in a limited process
    except Tree.ParseError:
        return BROKEN
    for paragraph in body.iter(f"{_WORD}p"):
        words = "".join(
            _SPACES.get(one.tag, one.text or "") for one in paragraph.iter() if one.tag in _SPOKEN
        )
        sys.stdout.buffer.write(f"{words}\n".encode(errors="replace"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
