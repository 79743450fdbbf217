"""What pages of a case say of other alliances: without reading a message (`reading` does)."""

from dataclasses import dataclass

from django.utils.translation import pgettext_lazy

from huaihai.cases import life
from huaihai.cases.models import Case, Passage, PassportPeer
from huaihai.cases.situation import Situation
from huaihai.kit.versions import by_version

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


WHERE = {
    Passage.Stand.OFFERING: pgettext_lazy(
        "passage", "Offered to %(body)s, which has not answered yet. Until then we go on with it."
    ),
    Passage.Stand.THEIRS: pgettext_lazy("passage", "It is with %(body)s now."),
    Passage.Stand.ENDED: pgettext_lazy("passage", "%(body)s has finished it."),
}


def of_consumer(case: Case) -> tuple[Passage, str] | None:
    """Where the complaint is, for its consumer: the newest passage that says so, in words."""
    if case.has_no("passages"):
        return None
    rows = case.passages.select_related("peer").filter(stand__in=list(WHERE), came_at=None)
    passage = rows.order_by("-begun_at").first()
    if passage is None:
        return None
    return passage, str(WHERE[passage.stand]) % {"body": passage.other_title}
