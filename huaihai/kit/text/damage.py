"""Byte damage: a pinyin put into the middle of two-byte characters (因為網 became 因?yàn)榫W).

The mirror looked for the two bytes of a character and found them across the border of two others. The bytes
that are left mostly say what stood there; only an editor may say yes to it.
"""

import re
from dataclasses import dataclass

from huaihai.kit.text import misread
from huaihai.kit.text.readings import HAN, readings, tidy_pinyin

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_BROKEN = re.compile(rf"([{HAN}])[?？\ufffd]\(?([a-z]{{0,3}}[{_TONED}][a-z]{{0,3}})\)")
_LONGEST_RUN = 8


@dataclass(frozen=True)
class Broken:
    """A damaged place, from the last whole character on; no `suggestion` where the bytes do not tell."""

    start: int
    end: int
    suggestion: str


def find(text: str) -> list[Broken]:
    """Every damaged place, in order."""
    found = [_rebuild(text, match) for match in _BROKEN.finditer(text)]
    found += [Broken(*place) for place in misread.find(text)]
    return sorted(found, key=lambda broken: broken.start)


def spans(text: str) -> list[tuple[int, int]]:
    """The damaged places in order, without overlap."""
    result: list[tuple[int, int]] = []
    for broken in find(text):
        start = max(broken.start, result[-1][1] if result else 0)
        if start < broken.end:
            result.append((start, broken.end))
    return result


def _rebuild(text: str, match: re.Match[str]) -> Broken:
    char, pinyin = match.group(1), tidy_pinyin(match.group(2))
    leads = _lost_bytes(char, pinyin)
    for length in range(1, min(_LONGEST_RUN, len(text) - match.end()) + 1):
        tail = text[match.end() : match.end() + length]
        for lead in leads:
            rebuilt = _decode(lead + _encode(tail))
            if rebuilt:
                return Broken(match.start(), match.end() + length, char + rebuilt)
    return Broken(match.start(), match.end(), "")


def _lost_bytes(char: str, pinyin: str) -> list[bytes]:
    """The bytes that, behind the last byte of `char`, make a character read `pinyin`."""
    last = _encode(char)[-1:]
    candidates = (bytes([byte]) for byte in range(0x81, 0xFF))
    return [byte for byte in candidates if pinyin in readings(_decode(last + byte) or " ")]


def _encode(text: str) -> bytes:
    return text.encode("gbk", errors="ignore")


def _decode(raw: bytes) -> str:
    """The Chinese characters in these bytes, or nothing if they are not Chinese characters throughout."""
    try:
        text = raw.decode("gbk")
    except UnicodeDecodeError:
        return ""
    return text if re.fullmatch(rf"[{HAN}]+", text) else ""
