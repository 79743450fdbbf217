"""For staff of the home or lead city: stories that wait for their second reader, and what that reader may do."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, asking, press, show
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lists import Choice, List, by
from huaihai.desk.tables import Cell, Column, Tag
from huaihai.desk.verbs import Desk
from huaihai.desk.waiting import Source, Waiting, alone
from huaihai.insight.models import Narrative
from huaihai.insight.narratives import facts, protecting, verbs
from huaihai.insight.narratives.forms import PublicationForm
from huaihai.insight.narratives.life import NARRATIVE
from huaihai.kit import clock
from huaihai.members.actors import Actor
from huaihai.supervision.powers import works

MENU_KEY = "narratives"
LISTED = by(
    "stage",
    [(key, NARRATIVE.stages[key]) for key in ("looking", "returned", "published", "refused", "withdrawn")],
)
TONES = {"looking": "warn", "published": "ok", "refused": "late"}


def _of_own_city(request: HttpRequest) -> QuerySet[Narrative]:
    """First what waits longest; to those who may open no files there is no such page."""
    actor = actor_of(request)
    if not actor.may_open_files:
        raise Http404
    rows = Narrative.objects.visible_to(actor).exclude(case__in=actor.case_ids)
    return rows.select_related("case").order_by("touched_at", "pk")


LIST = List[Narrative](
    gettext_lazy("Stories of consumers"),
    current=MENU_KEY,
    lead=gettext_lazy(
        "Consumers of your city want others to read what happened. You read it as a stranger would: could anybody be "
        "found by it? You may take words out or say no; you never add one."
    ),
    rows=_of_own_city,
    columns=(
        Column(
            pgettext_lazy("narrative", "Story"),
            lambda row: Cell(
                facts.kind(row.case.category) or gettext_lazy("Story of a consumer"),
                reverse("office-narrative", args=[row.pk]),
            ),
        ),
        Column(pgettext_lazy("narrative", "Since"), lambda row: row.touched_at, sort=("touched_at",)),
        Column(
            pgettext_lazy("narrative", "Stage"),
            lambda row: Tag(row.stage_label, TONES.get(row.stage, "calm")),
        ),
    ),
    choices=(Choice("stage", gettext_lazy("Stories of consumers"), LISTED),),
    links=lambda _request: [(pgettext_lazy("narrative", "What the public reads"), reverse("narratives"))],
    empty=gettext_lazy("There is nothing here."),
)


@require_safe
@readers
def narrative(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One text with what was found in it, and what may be done."""
    found = _narrative_or_404(request, pk)
    return show(request, "insight/narratives/office_one.html", current=MENU_KEY, **_context(request, found))


@asking
@readers
def publication(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The second reader agrees."""
    found = _narrative_or_404(request, pk)
    form = PublicationForm(request.POST or None, seen=found.version)
    question = Question(
        current=MENU_KEY,
        title=_("Publish a story"),
        button="",
        back=_url(found),
        back_label=_("Story of a consumer"),
    )

    def act(seen: int) -> None:
        shown = form.cleaned_data["shown"] if form.is_valid() else ""
        verbs.publish(found, shown=shown, by=actor_of(request), at=clock.now(), seen=seen)

    return press(request, question, act, done=_("It is published."))


def _context(request: HttpRequest, found: Narrative) -> dict[str, Any]:
    actor = actor_of(request)
    has_handled = verbs.has_handled(found.case, actor)
    may = verbs.reads(found, actor) and not has_handled
    hash_now = protecting.hash_of(found.text)
    return {
        "narrative": found,
        "parts": _parts(found),
        "tone": TONES.get(found.stage, "calm"),
        "category": facts.kind(found.case.category),
        "has_handled": has_handled,
        "form": PublicationForm(seen=found.version, initial={"shown": hash_now}),
        "may_publish": may and NARRATIVE.can("publish", found.stage),
        "verbs": NARRATIVES.offered(actor, found) if may else (),
    }


def _parts(found: Narrative) -> list[facts.Part]:
    return list(facts.parts(found.text, protecting.found_in(found.case, found.text)))


def _url(found: Narrative) -> str:
    return reverse("office-narrative", args=[found.pk])


def _narrative_or_404(request: HttpRequest, pk: UUID) -> Narrative:
    """Not what is still the consumer's own draft."""
    actor = actor_of(request)
    rows = Narrative.objects.visible_to(actor).exclude(stage__in=("drafting", "forgotten"))
    found: Narrative | None = (
        rows.exclude(case__in=actor.case_ids)
        .select_related("case__home", "case__lead", "case__business", "case__place", "case__complainant")
        .filter(pk=pk)
        .first()
    )
    if found is None or not actor.may_open_files:
        raise Http404
    return found


NARRATIVES = Desk(
    "office-narrative",
    verbs=(verbs.take_out, verbs.refuse),
    find=_narrative_or_404,
    home=_url,
    called=lambda _row: _("Story of a consumer"),
    life=NARRATIVE,
    not_now=lambda _row: _("This was decided meanwhile."),
    context=lambda row: {"parts": _parts(row)},
    current=MENU_KEY,
    thing="narrative",
    template="insight/narratives/office_ask.html",
)


@alone
def for_person(actor: Actor, _now: datetime) -> Source:
    """Stories of the own city that wait for their second reader, in one line and one query."""
    if not works(actor) or actor.kind != "officer":
        return
    rows = Narrative.objects.visible_to(actor).filter(stage="looking").exclude(case__in=actor.case_ids)
    yield rows
    if n := rows.count():
        title = ngettext(
            "%(n)s story of a consumer waits for its second reader",
            "%(n)s stories of consumers wait for their second reader",
            n,
        ) % {"n": n}
        yield Waiting(
            key="narratives",
            kind=pgettext_lazy("waiting", "Story"),
            title=title,
            url=reverse("office-narratives"),
            button=gettext_lazy("To the list"),
            count=n,
        )
