"""Who files for somebody else: whether that person is known to agree. Read from the record alone.

Filing needs no more than a tick. What an officer writes down that disposes of what is the other person's waits for
their word: by telephone, in person, or on paper. For a child under 14 the guardian's word is enough.
"""

from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huaihai.cases.models import Case
from huaihai.desk.lives import Unfit
from huaihai.record import events
from huaihai.record.models import Event

VERB = "note_mandate"
PAPER = "paper"
WAYS = (
    ("phone", _("told us on the telephone")),
    ("visit", _("told us in person")),
    (PAPER, _("signed a power of attorney")),
)


def paper_name() -> str:
    """What the paper that says it is called in the file: the same for all who read it."""
    with translation.override("zh-hans"):
        return gettext("Power of attorney")


def whose(case: Case) -> str:
    """The name of the person whose own word is needed; "" where the consumer files for nobody else, or as guardian."""
    person = getattr(case, "complainant", None)
    return "" if person is None or person.is_for_child else str(person.acts_for)


def is_missing(case: Case, history: Iterable[Event] | None = None) -> bool:
    """Whether it is filed for somebody of whom nobody has heard that they agree. One query at most."""
    if not whose(case):
        return False
    if history is None:
        return not events.history(case.record_key).filter(verb=VERB).exists()
    return all(event.verb != VERB for event in history)


def need(case: Case) -> None:
    """Raises Unfit while that person's word is missing."""
    if is_missing(case):
        words = gettext(
            "It is filed for somebody else, who is not known to agree yet. Please ask them, and note it first."
        )
        raise Unfit("", words)
