"""Whether something is ours: by the code of a message or paper, or the whole message.

Nothing is told of a person. What is unknown, altered or mistyped is not ours, and no answer says which.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai import alliance
from huaihai.cases.letters import codes
from huaihai.cases.models import IssuedPaper, LetterCode
from huaihai.desk.papers import squares
from huaihai.kit import contact_codes
from huaihai.kit.clock import local_day
from huaihai.law import papers
from huaihai.record import outbox
from huaihai.record.models import OutboxMessage

LONGEST: Final = 2000
_CODE_IN_TEXT: Final = re.compile(
    r"(?:防伪码|防偽碼|check code)[\s:：]{0,3}([0-9a-z]{4}[\s-]?[0-9a-z]{4})(?![0-9a-z])", re.IGNORECASE
)
_AROUND: Final = " \t\r\n。.，,“”\"'"  # a code with its label, however it was copied
_ENDS: Final = "。！？；!?;】"  # of a sentence
ABOUT: dict[str, Promise] = {
    "case": gettext_lazy("a complaint"),
    "claim": gettext_lazy("compensation that a fund pays in advance"),
    "callback": gettext_lazy("a call that somebody asked us for"),
    "subscription": gettext_lazy("warnings that somebody asked us for"),
    "business": gettext_lazy("the fast channel for businesses"),
    "account": gettext_lazy("the work of our staff"),
}
OF_OURS: Final = gettext_lazy("the work of the association")


@dataclass(frozen=True)
class Ours:
    """What of it is told to anybody."""

    what: Promise | str
    about: Promise | str
    day: date
    to: str = ""  # a part of the number or address
    is_replaced: bool = False
    is_letter: bool = False  # to be answered with its code


def find(typed: str, *, at: datetime) -> Ours | None:
    """What of ours this is; None if it is not, or nobody here knows it."""
    typed = typed[:LONGEST]
    label = _CODE_IN_TEXT.fullmatch(typed.strip(_AROUND))
    if code := contact_codes.read(label[1] if label else typed):
        return _by_code(code, at)
    if square := squares.WHOLE.search(typed):
        return _of_square(square[0], at)
    if found := _CODE_IN_TEXT.search(typed):
        message = outbox.of_code(contact_codes.read(found[1]), at=at)
        return _of_message(message) if message is not None and _says(message, typed) else None
    return None


def is_part(typed: str, *, at: datetime) -> bool:
    """Whether it is the end of a message of ours, from the beginning of a sentence. A forger can have left out what
    stood before, or written the rest anew: the whole is asked for. Whole sentences, lest a message be guessed letter by
    letter."""
    found = _CODE_IN_TEXT.search(typed[:LONGEST])
    message = outbox.of_code(contact_codes.read(found[1]), at=at) if found else None
    before, end, after = _bare(message.text).rpartition(_bare(typed)) if message else ("", "", "")
    return bool(end) and not after and before.endswith(tuple(_ENDS))


def _by_code(code: str, at: datetime) -> Ours | None:
    message = outbox.of_code(code, at=at)
    return _of_message(message) if message is not None else _paper(code, at)


def _of_message(message: OutboxMessage) -> Ours:
    is_mail = message.channel == OutboxMessage.Channel.EMAIL
    kind = message.subject.partition(":")[0]
    return Ours(
        pgettext_lazy("contact", "an e-mail") if is_mail else pgettext_lazy("contact", "an SMS"),
        ABOUT.get(kind, OF_OURS),
        local_day(message.created_at),
        _("to an address beginning with %(part)s") % {"part": message.address[:2]}
        if is_mail
        else _("to a number ending in %(part)s") % {"part": message.address[-2:]},
    )


def _says(message: OutboxMessage, pasted: str) -> bool:
    """Whether the whole message stands there as it was sent; of one whose words were forgotten the code must do."""
    return not message.text or _bare(message.text) == _bare(pasted)


def _bare(text: str) -> str:
    """Without blanks, and without our name in front: we or the network put it there."""
    return "".join(text.split()).removeprefix("".join(f"【{alliance.load().platform_name}】".split()))


def _paper(code: str, at: datetime) -> Ours | None:
    for paper in _made_in(IssuedPaper.objects.defer("content"), code, at):
        if contact_codes.fits(code, str(paper.pk), at=paper.issued_at):
            what = f"{papers.forms()[paper.form].title} {paper.number}"
            return Ours(what, ABOUT["case"], paper.issued_on, is_replaced=paper.replaced_at is not None)
    for letter in _made_in(LetterCode.objects.all(), code, at):
        if contact_codes.fits(code, str(letter.pk), at=letter.issued_at):
            day = local_day(letter.issued_at)
            what = f"{_('a letter to a business')} {codes.shown_number(letter.number)}"
            return Ours(what, ABOUT["case"], day, is_letter=True)
    return None


def _of_square(text: str, at: datetime) -> Ours | None:
    """What the signature vouches for; the row adds whether another paper took its place, if this paper is kept here."""
    said = squares.read(text)
    if said is None:
        return None
    known = _paper(said.c, at) if said.c else None
    return known or Ours(f"{said.t} {said.n} · {said.b}", OF_OURS, date.fromisoformat(said.d))


def _made_in(rows: QuerySet[Any, Any], code: str, at: datetime) -> Iterator[Any]:
    """Those that were issued in an hour of the code."""
    rows = rows.order_by("issued_at")
    since = rows.values_list("issued_at", flat=True).first()
    for start, end in contact_codes.hours_of(code, until=at, since=since or at):
        yield from rows.filter(issued_at__gte=start, issued_at__lt=end)
