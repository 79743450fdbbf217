"""What a business promises when it joins, in the words that it accepts; the numbers are those of its city's body."""

from datetime import date

from django.utils.translation import gettext as _

from huaihai.kit import local_words
from huaihai.law import limits
from huaihai.law.limits import Limit
from huaihai.members.clocks import limits_for
from huaihai.members.models import Organisation

WORDING = "2026-1"  # changes with the sentences below; kept with every application


def promised(body: Organisation, *, on: date) -> list[str]:
    """The sentences, with the limits that this body goes by on a day."""
    reply, settle = limits_for(body, [limits.FIRST_REPLY, limits.NEGOTIATE], on)
    return [
        _("A first reply to each complaint within %(term)s.") % {"term": term(reply)},
        _("An honest try to settle it with the consumer within %(term)s.") % {"term": term(settle)},
        _("What was agreed is done by its day, with proof."),
        _("What the consumer tells about themselves is used for this complaint alone."),
    ]


def term(limit: Limit) -> str:
    """24 hours, 10 working days: in the reader's language."""
    return local_words.either(zh=limit.term_zh, en=limit.term_en)
