"""What pages of a case say of other alliances: without reading a message (`reading` does)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from huaihai.cases import life
from huaihai.cases.models import Case, Passage, PassportPeer
from huaihai.cases.passing import own
from huaihai.cases.situation import Situation
from huaihai.kit.versions import by_version
from huaihai.record import events

OPEN = (Passage.Stand.OFFERING, Passage.Stand.OFFERED, Passage.Stand.BOUND, Passage.Stand.THEIRS)
AWAY = (Passage.Stand.THEIRS, Passage.Stand.OFFERED, Passage.Stand.BOUND, Passage.Stand.ENDED)  # by our deed


@dataclass(frozen=True)
class Beside:
    """On the page of a case: its passages, and whether one can be begun."""

    rows: list[Passage]
    may_offer: bool
    away: str = ""  # who has it now


@by_version
def open_peers() -> list[PassportPeer]:
    """Installations with which cases are exchanged."""
    return list(PassportPeer.objects.open().order_by("title"))


def beside(situation: Situation) -> Beside:
    """What the page of a case says of other alliances: nothing, where there is none."""
    case = situation.case
    rows = [] if case.has_no("passages") else list(case.passages.select_related("peer").order_by("-begun_at"))
    is_free = case.stage in life.PASSABLE and life.BODY in situation.parties
    is_free = is_free and not any(one.stand in OPEN for one in rows)
    gone = [one.other_title for one in rows if one.came_at is None and one.stand in AWAY]
    away = gone[0] if gone and case.stage == "referred" else ""
    return Beside(rows, is_free and bool(open_peers()), away)


def receivers(case: Case) -> list[PassportPeer]:
    """To whom it can be offered: not from where it came, since it is given back there."""
    came_from = case.passages.filter(stand=Passage.Stand.MINE).exclude(came_at=None).values_list("peer")
    known = {key for (key,) in came_from}
    return [one for one in open_peers() if one.pk not in known]


HANDED_OVER = pgettext_lazy("passage", "Handed over")
_OFFERED = pgettext_lazy(
    "passage", "Offered to %(body)s, which has not answered yet. Until then we go on with it."
)
_ENDED = pgettext_lazy("passage", "%(body)s has finished it.")


class Where(NamedTuple):
    """Where a complaint is, for its consumer, who reads of one owner."""

    passage: Passage
    words: str

    @property
    def is_away(self) -> bool:
        """Whether another body has it."""
        return self.passage.stand in AWAY

    @property
    def is_ended(self) -> bool:
        return self.passage.stand == Passage.Stand.ENDED

    @property
    def address(self) -> str:
        """Of the site of that body, if it has one."""
        peer = self.passage.peer
        return own.known(peer).address.removesuffix(own.PATH) if peer and self.is_away else ""

    @property
    def agreed_to(self) -> str:
        """To whom the consumer lets it go, as long as the consent stands."""
        consent = self.passage.consent
        return self.passage.other_title if consent and consent.withdrawn_at is None else ""


def of_consumer(case: Case) -> Where | None:
    """What the newest passage says; None where the case is here, and was not offered to anybody."""
    if case.has_no("passages"):
        return None
    rows = case.passages.select_related("peer", "consent")
    rows = rows.filter(stand__in=[Passage.Stand.OFFERING, *AWAY], came_at=None)
    passage = rows.order_by("-begun_at").first()
    if passage is None:
        return None
    return Where(passage, _words(passage, case))


def _words(passage: Passage, case: Case) -> str:
    """The body is named as its acceptance names it."""
    if passage.stand == Passage.Stand.OFFERING:
        return str(_OFFERED) % {"body": passage.other_title}
    deed = events.history(case.record_key).filter(verb="hand_over").last()
    facts = deed.facts if deed else {}
    body, phone = facts.get("to_body") or passage.other_title, facts.get("to_phone", "")
    if passage.stand == Passage.Stand.ENDED:
        return str(_ENDED) % {"body": body}
    if phone:
        words = _("%(body)s has your complaint now, phone %(phone)s. You need not file it again.")
    else:
        words = _("%(body)s has your complaint now. You need not file it again.")
    return words % {"body": body, "phone": phone}


def handed_over(cases: Iterable[Case]) -> frozenset[UUID]:
    """Those among them that another alliance has, in one query at most."""
    asked = [one.pk for one in cases if one.stage == "referred"]
    if not asked:
        return frozenset()
    rows = Passage.objects.filter(case__in=asked, stand__in=AWAY, came_at=None)
    return frozenset(rows.values_list("case", flat=True))
