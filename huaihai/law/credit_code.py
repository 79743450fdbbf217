"""The number of a business on its licence, checked with friendly reasons: in China 18 characters (GB 32100).

Another country's is checked by the pattern and the rule that its pack names.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from huaihai.law.errors import BadCreditCode, UnknownPlace
from huaihai.law.places import Place, place
from huaihai.packs import digits
from huaihai.packs.words import Number, of_country

LENGTH: Final = 18
ALPHABET: Final = digits.GB32100_ALPHABET
_INNER_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
_MISREAD: Final = {"I": "1", "O": "0", "S": "5", "V": "U", "Z": "2"}
_KINDS: Final = {
    "91": ("企业", "company"),
    "92": ("个体工商户", "sole trader"),
    "93": ("农民专业合作社", "farmers' cooperative"),
    "51": ("社会团体", "association"),
    "52": ("民办非企业单位", "private non-enterprise unit"),
    "53": ("基金会", "foundation"),
    "12": ("事业单位", "public institution"),
    "11": ("机关", "government body"),
}


@dataclass(frozen=True)
class CreditCode:
    """A code whose check digit is right."""

    text: str

    @property
    def region(self) -> Place | None:
        """The place of registration, at the time: an abolished code stays. None if no such place is known."""
        try:
            return place(self.text[2:8])
        except UnknownPlace:
            return None

    @property
    def kind(self) -> tuple[str, str] | None:
        """What sort of body it is, in Chinese and English; None for a prefix we do not know."""
        return _KINDS.get(self.text[:2])

    @property
    def organisation_code(self) -> str:
        """The inner organisation code (GB 11714), nine characters."""
        return self.text[8:17]

    @property
    def organisation_check_is_right(self) -> bool:
        """Whether the inner check character fits. A hint only: some sole traders' codes do not follow it."""
        values = [int(char, 36) for char in self.organisation_code[:8]]
        rest = 11 - sum(weight * value for weight, value in zip(_INNER_WEIGHTS, values, strict=True)) % 11
        return self.organisation_code[8] == {10: "X", 11: "0"}.get(rest, str(rest))


def normalise(text: str) -> str:
    """Capitals and half-width characters, without spaces and hyphens."""
    flat = unicodedata.normalize("NFKC", text).upper()
    return "".join(char for char in flat if not char.isspace() and char not in "-‐‑–—")


def check(text: str) -> CreditCode:
    """The code, if it is one. Raises BadCreditCode, with `reason` and friendly words, otherwise."""
    code = normalise(text)
    if not code:
        raise BadCreditCode("empty", "no credit code was given", "还没有填写统一社会信用代码")
    shape = of_country().business_number
    if shape.check != digits.gb32100.__name__:
        return _by_shape(code, shape)
    for position, char in enumerate(code, start=1):
        if char not in ALPHABET:
            raise _bad_letter(position, char)
    if len(code) != LENGTH:
        raise BadCreditCode(
            "length",
            f"a credit code has {LENGTH} characters, this one has {len(code)}",
            f"统一社会信用代码应为{LENGTH}位，现在是{len(code)}位，请对照营业执照核对",
        )
    if check_character(code[:-1]) != code[-1]:
        raise BadCreditCode(
            "check-digit",
            "the check character does not fit: compare the code with the business licence",
            "统一社会信用代码校验不通过，可能有一位抄错，请对照营业执照逐位核对",
        )
    return CreditCode(code)


def check_character(body: str) -> str:
    """The 18th character for the first 17."""
    return digits.gb32100_character(body)


def _by_shape(code: str, shape: Number) -> CreditCode:
    if not re.fullmatch(shape.pattern, code):
        raise BadCreditCode(
            "length",
            f"this does not look like the number of a business: {shape.example} does",
            f"这不像商家的登记号码，应该像 {shape.example} 这样",
        )
    if not digits.RULES[shape.check](code):
        raise BadCreditCode(
            "check-digit",
            "the check digit does not fit: compare the number with the business licence",
            "校验位不对，可能有一位抄错，请对照营业执照核对",
        )
    return CreditCode(code)


def _bad_letter(position: int, char: str) -> BadCreditCode:
    meant = _MISREAD.get(char)
    if meant is None:
        return BadCreditCode(
            "letter",
            f"character {position}, {char!r}, is neither a digit nor a capital letter",
            f"第{position}位“{char}”不是数字或者字母",
        )
    return BadCreditCode(
        "letter",
        f"character {position} is {char}; a credit code has no I, O, S, V or Z: did you mean {meant}?",
        f"第{position}位是字母{char}，统一社会信用代码不用I、O、S、V、Z，是不是{meant}？",
    )
