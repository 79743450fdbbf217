"""What people paste, scan and type about a mark, in the form that is compared. No Django.

Here what is meant is taken; the text of a mark itself stays strict (`payload`).
"""

import re
import unicodedata
from collections.abc import Collection
from typing import Final

from huaihai.law.credit_code import ALPHABET, LENGTH, check_character

ENDING: Final = 6  # so many last characters of the credit code are enough
FITS, OTHER, MISTYPED = "fits", "other", "mistyped"
_WHOLE: Final = r"HH\d+\.[\w-]+\.(?:[0-9a-f]{16}|demo-[0-9a-f]{11})\.[\w-]{86}"
_ALONE: Final = re.compile(_WHOLE + r"(?![\w.-])", re.ASCII | re.IGNORECASE)
_SPREAD: Final = re.compile(_WHOLE, re.ASCII | re.IGNORECASE)
_IN_TEXT: Final = re.compile(r"HH\d+\.[\w.-]+", re.ASCII | re.IGNORECASE)
_NUMBER: Final = re.compile(r"(?<![\w-])(20\d\d-[1-9]\d{0,5})(-[1-9]\d{0,3})?(?![\w-])", re.ASCII)
_ADDRESS: Final = re.compile(r"://([^\s/?#\\]*)")
_BARE_ADDRESS: Final = re.compile(
    r"(?<![\w.:-])(?!HH\d)[\w.-]+\.[a-z]{2,}(?::\d+)?(?=/)", re.ASCII | re.IGNORECASE
)
_PORTS: Final = re.compile(r":(80|443)$", re.ASCII)
_DOTS: Final = {
    ord("\u3002"): ".",
    ord("\u2013"): "-",
    ord("\u2014"): "-",
}  # a Chinese full stop, long dashes


def text_in(pasted: str) -> str:
    """The text of a mark in something that was pasted or scanned, such as the whole address; empty if there is none.
    White space inside, small letters at its beginning and full-width dots are taken for what is meant."""
    plain = _plain(pasted)
    joined = "".join(one for one in plain if one.isprintable() and not one.isspace())
    found = _ALONE.search(plain) or _SPREAD.search(joined) or _IN_TEXT.search(plain)
    if found is None:
        return ""
    first, dot, rest = found[0].rstrip(".").partition(".")
    return f"{first.upper()}{dot}{rest}"


def numbers_in(pasted: str) -> tuple[str, str]:
    """The numbers of an entry and of a mark of it, in what was typed or in an address; empty where there is none."""
    found = _NUMBER.search(_plain(pasted))
    if found is None:
        return "", ""
    return found[1], found[0] if found[2] else ""


def is_elsewhere(pasted: str, own: Collection[str]) -> bool:
    """Whether an address was pasted that is not of this site; `own`: its hosts, with their ports."""
    plain = _plain(pasted)
    hosts = _ADDRESS.findall(plain) or _BARE_ADDRESS.findall(plain)[:1]
    return any(_PORTS.sub("", host.lower()) not in own for host in hosts)


def typed(code: str) -> str:
    """What was typed of a credit code, without spaces and in capitals."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", code)).upper()


def compared(code: str, credit_code: str) -> str:
    """What was typed against this credit code, whole or its last six characters: FITS, OTHER (another shop's), or
    MISTYPED (no credit code at all); empty if nothing was typed."""
    said = typed(code)
    if said in ("", credit_code):
        return FITS if said else ""
    if len(said) == ENDING and said.isascii() and said.isalnum():
        return FITS if credit_code.endswith(said) else OTHER
    is_code = len(said) == LENGTH and set(said) <= set(ALPHABET)
    return OTHER if is_code and check_character(said[:-1]) == said[-1] else MISTYPED


def _plain(pasted: str) -> str:
    return unicodedata.normalize("NFKC", pasted).translate(_DOTS).strip()
