"""Encodings in words that an editor knows."""

from typing import Final

_NAMES: Final = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "gb18030": "GBK / GB18030",
    "cp950": "Big5",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}


def named(encoding: str) -> str:
    """What an encoding is called."""
    return _NAMES.get(encoding, encoding)
