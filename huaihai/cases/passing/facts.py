"""What pages of a case say of other alliances: without reading a message (`reading` does)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from huaihai.cases import life
from huaihai.cases.models import Case, Passage, PassportPeer
from huaihai.cases.passing import own
from huaihai.cases.situation import Situation
from huaihai.kit.versions import by_version

OPEN = (Passage.Stand.OFFERING, Passage.Stand.OFFERED, Passage.Stand.BOUND, Passage.Stand.THEIRS)
AWAY = (Passage.Stand.THEIRS, Passage.Stand.OFFERED, Passage.Stand.BOUND, Passage.Stand.ENDED)  # by our deed

AWAY = (Passage.Stand.THEIRS, Passage.Stand.OFFERED, Passage.Stand.BOUND, Passage.Stand.ENDED)


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
_THEIRS = pgettext_lazy("passage", "It is with %(body)s now.")
WHERE = {
    Passage.Stand.OFFERING: pgettext_lazy(
        "passage", "Offered to %(body)s, which has not answered yet. Until then we go on with it."
    ),
    Passage.Stand.THEIRS: _THEIRS,
    Passage.Stand.OFFERED: _THEIRS,  # given back to us: until their deed it is theirs
    Passage.Stand.BOUND: _THEIRS,
    Passage.Stand.ENDED: pgettext_lazy("passage", "%(body)s has finished it."),
}


type Away = tuple[Passage, str]


def of_consumer(case: Case) -> Away | None:
    """Where the complaint is, for its consumer: the newest passage that says so, in words."""
    if case.has_no("passages"):
        return None
    rows = case.passages.select_related("peer", "consent").filter(stand__in=list(WHERE), came_at=None)
    passage = rows.order_by("-begun_at").first()
    if passage is None:
        return None
    return passage, str(WHERE[passage.stand]) % {"body": passage.other_title}


@dataclass(frozen=True)
class Beyond:
    """A complaint that another body has now: its consumer reads of nobody else. `address`: of its site, if any."""

    words: str
    address: str
    is_ended: bool


def beyond(passage: Passage, deed: Mapping[str, Any]) -> Beyond:
    """The same in words, from what was noted when it was handed over."""
    body = str(deed.get("to_body") or passage.other_title)
    phone = str(deed.get("to_phone", ""))
    if phone:
        words = _("%(body)s has your complaint now, phone %(phone)s. You need not file it again.")
    else:
        words = _("%(body)s has your complaint now. You need not file it again.")
    is_ended = passage.stand == Passage.Stand.ENDED
    if is_ended:
        words = str(WHERE[Passage.Stand.ENDED])
    address = own.known(passage.peer).address.removesuffix(own.PATH) if passage.peer else ""
    return Beyond(words % {"body": body, "phone": phone}, address, is_ended)


def handed_over(cases: Iterable[Case]) -> frozenset[UUID]:
    """Those among them that another alliance has, in one query at most."""
    asked = [one.pk for one in cases if one.stage == "referred"]
    if not asked:
        return frozenset()
    rows = Passage.objects.filter(case__in=asked, stand__in=AWAY, came_at=None)
    return frozenset(rows.values_list("case", flat=True))
