"""One cell of raw data, as a laboratory writes it: a decimal, "below the detection limit", or "does not apply"."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

_DECIMAL: Final = re.compile(r"-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,12})?")  # docs/guides/test-file.md
_LANGUAGES: Final = ("zh-hans", "zh-hant", "en")
LONGEST_REASON: Final = 300


class Unreadable(ValueError):
    """What stands in the cell cannot be used; the message says what to write instead."""


@dataclass(frozen=True)
class Cell:
    """What a cell says: the decimal as it was typed, or one of the two others. All empty: nothing."""

    value: str | None = None
    below: bool = False
    na: str = ""

    @property
    def is_empty(self) -> bool:
        return self.value is None and not self.below and not self.na


def read(typed: str, item: Mapping[str, Any], *, unit: str | None = None, remark: str = "") -> Cell:
    """The cell for an item of the plan; `unit` is checked where the sheet has one, `remark` is the reason of "n/a".

    Raises Unreadable.
    """
    text = unicodedata.normalize("NFKC", typed).strip()
    if not text:
        return Cell()
    if unit is not None and _plain(unit) != _plain(str(item.get("unit", ""))):
        raise Unreadable(
            _("the unit is “%(found)s”, the plan has “%(wanted)s”")
            % {"found": unit.strip()[:20], "wanted": item.get("unit", "")}
        )
    if _says(text, "na"):
        return Cell(na=_reason(text, remark))
    if text.startswith(("<", "≤")) or _says(text, "below"):
        return _below(text, item)
    return _value(text, item)


def _value(text: str, item: Mapping[str, Any]) -> Cell:
    if not _DECIMAL.fullmatch(text):
        raise Unreadable(_("“%(text)s” is no plain number such as 0.034") % {"text": text[:30]})
    if item.get("scale", {}).get("type") == "pass" and text not in ("0", "1"):
        raise Unreadable(_("please write 1 (passed) or 0 (failed)"))
    detection = item.get("detection")
    if detection and Decimal(text).copy_abs() < Decimal(str(detection)):
        raise Unreadable(
            _("%(text)s lies below the detection limit %(limit)s: please write <%(limit)s")
            % {"text": text, "limit": detection}
        )
    return Cell(value=text)


def _below(text: str, item: Mapping[str, Any]) -> Cell:
    detection = item.get("detection")
    if not detection:
        raise Unreadable(_("the plan has no detection limit for this item: please write the reading"))
    word = next((one for one in _words("below") if text.casefold().startswith(one)), "")
    limit = text[len(word) :].strip("<≤ ():：,;。")
    if (limit or not word) and not (_DECIMAL.fullmatch(limit) and Decimal(limit) == Decimal(str(detection))):
        raise Unreadable(
            _("the detection limit of the plan is %(limit)s: please write <%(limit)s") % {"limit": detection}
        )
    return Cell(below=True)


def _reason(text: str, remark: str) -> str:
    word = next(word for word in _words("na") if text.casefold().startswith(word))
    said = text[len(word) :].strip(" :,;-()。，") or remark.strip()
    if not said:
        raise Unreadable(_("please say why the item does not apply"))
    if len(said) > LONGEST_REASON:
        raise Unreadable(_("the reason is too long"))
    return said


def _says(text: str, what: str) -> bool:
    return text.casefold().startswith(_words(what))


@cache
def _words(what: str) -> tuple[str, ...]:
    """How the languages say it, longest first."""
    found = {"na": ["n/a", "na:", "/"], "below": ["nd", "<lod"]}[what]
    for language in _LANGUAGES:
        with translation.override(language):
            said = {
                "na": pgettext("cell of a laboratory", "does not apply"),
                "below": pgettext("cell of a laboratory", "not detected"),
            }
        found = [*found, unicodedata.normalize("NFKC", said[what]).casefold()]
    return tuple(sorted(set(found), key=len, reverse=True))


def _plain(unit: str) -> str:
    return unicodedata.normalize("NFKC", unit).replace(" ", "").strip()
