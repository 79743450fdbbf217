"""Text that was once read in the wrong character set: UTF-8 taken for GBK (消费 became 娑堣垂) or for Latin-1.

Genuine Chinese hardly ever spells whole UTF-8 sentences by chance, so a run of it is shown to an editor, with what
it said before; nothing is changed. 锟斤拷 and its like are what such mistakes leave behind when nothing can be told.
"""

import re
from collections.abc import Iterator

_LOST = re.compile(r"(?:锟斤拷?|斤拷)+|烫{4,}|屯{4,}")
_WIDE = re.compile(r"[^\x00-\xff\ufffd]{6,}")
_NARROW = re.compile(r"[\x80-\xff]{6,}")
_CHINESE = rb"(?:[\xe4-\xe9][\x80-\xbf]{2}|\xe3\x80[\x80-\xbf]|\xef[\xbc\xbd][\x80-\xbf])"
_IN_GBK = re.compile(_CHINESE + rb"{4,}")  # four characters: twelve bytes that fit by chance nowhere
_IN_LATIN = re.compile(_CHINESE + rb"{2,}")
_WIDTH = 2  # bytes of a character in GBK


def find(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and what it said before; "" where nothing is left of it."""
    for lost in _LOST.finditer(text):
        yield *lost.span(), ""
    for run in _WIDE.finditer(text):
        yield from _as_gbk(run.group(), run.start())
    for run in _NARROW.finditer(text):
        for hit in _IN_LATIN.finditer(run.group().encode("latin-1")):
            yield run.start() + hit.start(), run.start() + hit.end(), hit.group().decode()


def _as_gbk(run: str, start: int) -> Iterator[tuple[int, int, str]]:
    raw = b"".join(_two_bytes(char) for char in run)
    for hit in _IN_GBK.finditer(raw):
        if hit.start() % _WIDTH == 0:
            end = -(-hit.end() // _WIDTH)  # half a character more where the run ends inside one
            words = hit.group().decode() if hit.end() % _WIDTH == 0 else ""
            yield start + hit.start() // _WIDTH, start + end, words


def _two_bytes(char: str) -> bytes:
    """The character in GBK; one that is not there stands as two bytes that fit nothing."""
    raw = char.encode("gbk", errors="ignore")
    return raw if len(raw) == _WIDTH else b"\x00\x00"
