"""JSON in one spelling: RFC 8785 without fractions and null, with plain names. A file is its spelling."""

import json
import re
from typing import Any, Final

from huaihai.cases.passport.bad import Bad
from huaihai.kit.canonical import canonical

LARGEST: Final = 1 << 20  # bytes
DEEPEST: Final = 16
_HIGHEST: Final = 2**53 - 1  # beyond it programs disagree about whole numbers
_DIGITS: Final = 16
_STRINGS: Final = re.compile(rb'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_NAME: Final = re.compile(r"[a-z0-9_.-]{1,60}")
_NOT_TEXT: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]")


def spelt(value: Any) -> bytes:
    """The one spelling. Raises Bad for what has none."""
    _look(value, "")
    return canonical(value)


def read(data: bytes) -> Any:
    """What is written there. Raises Bad."""
    if len(data) > LARGEST:
        raise Bad("too_large")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise Bad("not_utf8") from error
    if _depth(data) > DEEPEST:
        raise Bad("too_deep")
    try:
        value = json.loads(
            text, object_pairs_hook=_once, parse_int=_whole, parse_float=_fraction, parse_constant=_no_json
        )
    except json.JSONDecodeError as error:
        raise Bad("not_json") from error
    if spelt(value) != data:
        raise Bad("not_canonical")
    return value


def _depth(data: bytes) -> int:
    """How deep it is nested, known before anything follows it down."""
    depth = deepest = 0
    for char in _STRINGS.sub(b"", data):
        depth += (char in b"[{") - (char in b"]}")
        deepest = max(deepest, depth)
    return deepest


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise Bad("doubled_name")
    return dict(pairs)


def _whole(text: str) -> int:
    if text == "-0" or len(text.lstrip("-")) > _DIGITS or abs(int(text)) > _HIGHEST:
        raise Bad("not_whole")
    return int(text)


def _fraction(_: str) -> Any:
    raise Bad("not_whole")


def _no_json(_: str) -> Any:
    raise Bad("not_json")


def _look(value: Any, where: str) -> None:
    if value is None:
        raise Bad("null", where)
    if isinstance(value, str) and _NOT_TEXT.search(value):
        raise Bad("bad_text", where)
    if isinstance(value, dict):
        for name, inner in value.items():
            if not _NAME.fullmatch(name):
                raise Bad("bad_name", where)
            _look(inner, f"{where}.{name}" if where else name)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            _look(inner, f"{where}.{number}")
