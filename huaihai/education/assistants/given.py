"""What an assistant gives to a tool, read with limits. Whatever does not fit gets a sentence that says what would."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from huaihai.kit import clock
from huaihai.kit.text.normalise import UnstorableTextError, show_bidi, storable
from huaihai.law.errors import LawError
from huaihai.law.terms import parse_day

SHORT: Final = 100
LONG: Final = 5_000
YEARS: Final = 20


class Unfit(ValueError):
    """What was given does not fit; the message says what would."""


class Given:
    """The arguments of one call."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def text(self, name: str, *, most: int = SHORT, needed: bool = False, numbers: bool = False) -> str:
        """Words, without what no database can hold; "" where nothing was given. A number counts where `numbers` do."""
        value = self._values.get(name)
        if numbers and isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)
        if value is not None and not isinstance(value, str):
            wrong = _("%(name)s must be words or a number.") if numbers else _("%(name)s must be words.")
            raise Unfit(wrong % {"name": name})
        if len(value or "") > most:
            raise Unfit(
                _("%(name)s is too long: at most %(most)d characters.") % {"name": name, "most": most}
            )
        try:
            words = show_bidi(storable(value or "")).strip()
        except UnstorableTextError as error:
            raise Unfit(f"{name}: {_(error.message_id)}") from error
        if needed and not words:
            raise Unfit(_("%(name)s is missing.") % {"name": name})
        return words

    def one_of(self, name: str, choices: Collection[str]) -> str:
        """One of these; "" where nothing was given."""
        word = self.text(name)
        if word and word not in choices:
            raise Unfit(
                _("%(name)s must be one of: %(choices)s.") % {"name": name, "choices": ", ".join(choices)}
            )
        return word

    def day(self, name: str, *, needed: bool = False) -> date | None:
        """A day, at most twenty years from today; None where nothing was given."""
        word = self.text(name, needed=needed)
        if not word:
            return None
        try:
            day = parse_day(word)
        except LawError as error:
            raise Unfit(_("%(name)s must be a day such as 2026-11-25.") % {"name": name}) from error
        if abs(day.year - clock.today().year) > YEARS:
            raise Unfit(_("%(name)s lies too far away.") % {"name": name})
        return day

    def answers(self, name: str, *, most: int = 12) -> dict[str, str]:
        """Names with words, such as the answers to the questions of a sum."""
        value = self._values.get(name)
        if value is None:
            return {}
        if not isinstance(value, Mapping) or len(value) > most:
            raise Unfit(_("%(name)s must hold an answer for each question.") % {"name": name})
        rows = {str(key)[:SHORT]: "on" if one is True else one for key, one in value.items()}
        inner = Given({key: one for key, one in rows.items() if one is not False and one is not None})
        return {key: inner.text(key, numbers=True) for key in inner._values}
