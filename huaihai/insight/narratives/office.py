"""For staff of the home or lead city: stories that wait for their second reader, and what that reader may do."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking, press, show
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.waiting import Waiting
from huaihai.insight.models import Narrative
from huaihai.insight.narratives import facts, protecting, verbs
from huaihai.insight.narratives.life import NARRATIVE
from huaihai.insight.narratives.pages import PublicationForm, RefusalForm, TakingOutForm
from huaihai.kit import clock
from huaihai.kit.paging import page_of
from huaihai.members.actors import Actor
from huaihai.supervision.powers import works

MENU_KEY = "narratives"
LISTED = ("looking", "returned", "published", "refused", "withdrawn")
TONES = {"looking": "warn", "published": "ok", "refused": "late"}


@require_safe
@readers
def narratives(request: HttpRequest) -> HttpResponse:
    """Those of the reader's own city, first what waits."""
    actor = actor_of(request)
    if not actor.may_open_files:
        raise Http404
    asked = request.GET.get("stage", "looking")
    stage = asked if asked in LISTED else "looking"
    rows = Narrative.objects.visible_to(actor).filter(stage=stage).exclude(case__in=actor.case_ids)
    page = page_of(rows.select_related("case").order_by("touched_at", "pk"), request.GET.get("page"))
    return show(
        request,
        "insight/narratives/office_list.html",
        current=MENU_KEY,
        page=page,
        rows=[(row, facts.kind(row.case.category), TONES.get(row.stage, "calm")) for row in page.rows],
        stages=[(key, NARRATIVE.stages[key]) for key in LISTED],
        chosen=stage,
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

    def act(seen: int) -> None:
        said = form.cleaned_data["shown"] if form.is_valid() else ""
        verbs.publish(found, shown=said, by=actor_of(request), at=clock.now(), seen=seen)

    return press(request, _question(found, _("Publish a story")), act, done=_("It is published."))


@asking
@readers
def taking_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    """More has to go."""
    found = _narrative_or_404(request, pk)
    lead = _(
        "You can only take words out; you cannot add any. The consumer gets the text back and has to approve it again. "
        "If it is published, it is gone from the site at once."
    )
    return ask(
        request,
        _question(found, _("Take something out"), lead=lead, button=_("Take it out")),
        form=_form_of(TakingOutForm, found),
        act=lambda form: verbs.take_out(
            found,
            parts=form.lines(),
            answer=form.cleaned_data["answer"],
            by=actor_of(request),
            at=clock.now(),
            seen=form.version_seen,
        ),
        done=_("It is back with the consumer."),
        to=_url(found),
    )


@asking
@readers
def refusal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It cannot be published."""
    found = _narrative_or_404(request, pk)
    lead = _("The consumer reads why. The text is erased; the consumer can begin again.")
    return ask(
        request,
        _question(
            found, _("Do not publish this story"), lead=lead, button=_("Do not publish it"), tone="danger"
        ),
        form=_form_of(RefusalForm, found),
        act=lambda form: verbs.refuse(
            found,
            answer=form.cleaned_data["answer"],
            by=actor_of(request),
            at=clock.now(),
            seen=form.version_seen,
        ),
        done=_("It is not published."),
        to=_url(found),
    )


def _form_of(form: Any, found: Narrative) -> Any:
    def made(*args: Any) -> Any:
        return form(*args[:1], seen=found.version)

    return made


def _question(found: Narrative, title: str, *, lead: str = "", button: str = "", tone: str = "") -> Question:
    is_open = found.stage in ("looking", "published")
    return Question(
        current=MENU_KEY,
        title=title,
        button=button,
        back=_url(found),
        back_label=_("Story of a consumer"),
        lead=lead,
        tone=tone,
        template="insight/narratives/office_ask.html",
        context={"narrative": found, "parts": _parts(found)},
        closed="" if is_open else _("This was decided meanwhile."),
    )


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
        "may_take_out": may and NARRATIVE.can("take out", found.stage),
        "may_refuse": may and NARRATIVE.can("refuse", found.stage),
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


def for_person(actor: Actor, now: datetime) -> Iterator[Waiting]:
    """Stories of the own city that wait for their second reader, in one line and one query."""
    if not works(actor) or actor.kind != "officer":
        return
    if (
        n := Narrative.objects.visible_to(actor)
        .filter(stage="looking")
        .exclude(case__in=actor.case_ids)
        .count()
    ):
        title = ngettext(
            "%(n)s story of a consumer waits for its second reader",
            "%(n)s stories of consumers wait for their second reader",
            n,
        ) % {"n": n}
        yield Waiting(title, "", reverse("office-narratives"), gettext_lazy("To the list"))
