"""What evidence adds to an entry's pages, and the button that gathers anew."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from huaihai.brands import standing
from huaihai.brands.evidence import current, refreshing
from huaihai.brands.evidence.explaining import explain
from huaihai.brands.evidence.measures import RULE
from huaihai.brands.models import Entry, EvidenceState, Rating, Revisit, SlipSheet
from huaihai.brands.office import shell
from huaihai.brands.office.shell import MENU_KEY
from huaihai.brands.sections import Section
from huaihai.desk.asking import Question, asking, press
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lives import NotAllowed
from huaihai.kit import clock
from huaihai.supervision.powers import works

SHOWN_WORDS, SHOWN_VISITS = 10, 10
OVER = ("removed", "left")  # nothing of it lives on: its evidence is told of a day that is past


def public_section(_request: HttpRequest, entry: Entry) -> Section | None:
    """For everybody: each criterion with its evidence; points only where a title exists and the entry stands. Of one
    that does not stand any more: what was known at last, and the last visit that failed. Four queries at most."""
    snapshot = current.snapshot_of(entry)
    if snapshot is None:
        return None
    words = Rating.objects.counting().filter(entry=entry, look=Rating.Look.SHOWN)[:SHOWN_WORDS]
    is_over = entry.stage in OVER
    with_points = standing.gives_title(clock.today()) and not is_over
    facts = {"snapshot": snapshot, "told": explain(snapshot, entry, with_points=with_points), "rule": RULE}
    facts |= {"is_over": is_over, "failed": _failed_visit(entry) if is_over else None}
    return Section("brands/evidence/section.html", facts | {"words": list(words)})


def _failed_visit(entry: Entry) -> Revisit | None:
    """The last confirmed visit at which too much was not in order."""
    found: Revisit | None = Revisit.objects.confirmed().filter(entry=entry, is_failed=True).first()
    return found


def holder_section(request: HttpRequest, entry: Entry) -> Section | None:
    """For the business: what everybody reads about it."""
    return public_section(request, entry)


def office_section(request: HttpRequest, entry: Entry) -> Section | None:
    """For staff: the same with when it was gathered, re-visits, slips, and what can be done."""
    state = EvidenceState.objects.filter(entry=entry).select_related("snapshot__criteria").first()
    with_points = standing.gives_title(clock.today())
    actor = actor_of(request)
    visits = Revisit.objects.filter(entry=entry).select_related("confirmation", "body")[:SHOWN_VISITS]
    sheets = SlipSheet.objects.filter(entry=entry, revisit=None, expires_on__gte=clock.today())
    facts: dict[str, Any] = {
        "state": state,
        "told": explain(state.snapshot, entry, with_points=with_points) if state else None,
        "visits": [(one, getattr(one, "confirmation", None)) for one in visits],
        "sheet": sheets.filter(account=actor.account_id).first() if actor.account_id else None,
        "may_work": works(actor) and actor.account_id is not None,
        "words_waiting": Rating.objects.filter(entry=entry).to_look_at().count(),
        "declares": not shell.is_outsider(actor, entry),
    }
    return Section("brands/evidence/office_section.html", facts)


@asking
@readers
def gather_anew(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The button: gather this entry's evidence now."""
    entry = shell.entry_or_404(request, pk)
    question = Question(
        current=MENU_KEY, title=_("Evidence"), button="", back=entry.office_url, back_label=entry.name
    )
    return press(
        request,
        question,
        lambda _seen: _gathered(request, entry),
        done=_("The evidence was gathered anew."),
        carries_version=False,
    )


def _gathered(request: HttpRequest, entry: Entry) -> object:
    actor = actor_of(request)
    if not works(actor):
        raise NotAllowed(str(_("Only staff of a city's association can do that.")))
    return refreshing.refresh(entry, at=clock.now(), by=actor)
