"""From a finding to what follows: advice, a talk, a promise, the authority, going again, an exposure."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.businesses.models import Business
from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lives import Words
from huaihai.education.content import Content
from huaihai.kit import clock, local_words, spoken
from huaihai.kit.clock import local_day
from huaihai.supervision.facts import question
from huaihai.supervision.models import Finding, Measure
from huaihai.supervision.sweeping import measures, verbs
from huaihai.supervision.sweeping.forms import (
    AdviceForm,
    ExposureForm,
    HandingForm,
    PromiseForm,
    RecheckForm,
    TalkForm,
    WordForm,
)
from huaihai.supervision.sweeping.life import FINDING, LIVING, RESULTS
from huaihai.supervision.sweeping.pages import city_of, finding_or_404, plan_of
from huaihai.supervision.sweeping.plan import Plan

MOST_CHOICES = 100
LONGEST_SEARCH = 80


def own_finding(request: HttpRequest, project: UUID, pk: UUID, verb: str) -> Finding:
    """The finding, if the reader's city found it and this verb exists for it now. Raises Http404."""
    one = finding_or_404(request, project, pk)
    can = request.method == "POST" or FINDING.can(verb, one.stage)  # a form may be sent twice
    if city_of(request, one.project) != one.city or not can:
        raise Http404
    return one


def of_the_business(one: Finding, verb: str) -> list[Finding]:
    """What else was found at this business in this city and can be treated together with it."""
    rows = Finding.objects.filter(project=one.project, city=one.city, business=one.business)
    return _with_it(one, rows.filter(stage__in=FINDING.verbs[verb]))


def of_the_chain(one: Finding, words: str) -> list[Finding]:
    """Open findings that a talk may be about: of this business and its chain, in all cities; or of those searched."""
    rows = Finding.objects.filter(project=one.project, stage__in=LIVING)
    chain = Q(business=one.business)
    if one.business.parent_id:
        chain |= Q(business__parent=one.business.parent_id) | Q(business=one.business.parent_id)
    if words:
        chain |= Q(business__in=Business.objects.standing().matching(words[:LONGEST_SEARCH]).values("pk"))
    return _with_it(one, rows.filter(chain))


def labelled(
    findings: Sequence[Finding], plan: Plan, *, tells_city: bool = False
) -> list[tuple[Finding, str]]:
    """Each finding with what its box says."""
    return [(row, _label(row, plan, tells_city)) for row in findings]


def ask_about(
    request: HttpRequest,
    one: Finding,
    make: Callable[..., Any],
    act: Callable[..., Measure],
    *,
    rows: Sequence[Finding],
    kind: str = "",
    initial: dict[str, Any] | None = None,
    done: Words,
    tells_city: bool = False,
    **words: Any,
) -> HttpResponse:
    """The form about these findings, those ticked from which `kind` follows; afterwards the page of what came of it."""
    plan = plan_of(one.project)
    choices = labelled(rows, plan, tells_city=tells_city)
    ticked = ticked_by(rows, plan, kind, one)
    return ask(
        request,
        _about(one, **words),
        form=partial(make, rows=choices, ticked=ticked, initial=initial or {}),
        act=lambda form: act(**form.facts(), by=actor_of(request), at=clock.now()),
        done=done,
        to=lambda made: made.office_url,
    )


def ticked_by(rows: Sequence[Finding], plan: Plan, kind: str, one: Finding) -> list[UUID]:
    """The boxes that are ticked beforehand: this finding, and those from which this follows by the plan."""
    return [row.pk for row in rows if row.pk == one.pk or kind in plan.follows(row.severity)]


def _with_it(one: Finding, rows: QuerySet[Finding]) -> list[Finding]:
    found = rows.select_related("city", "business", "inspection", "mark").order_by("found_at", "item", "pk")
    listed = list(found[:MOST_CHOICES])
    return listed if one.pk in {row.pk for row in listed} else [one, *listed]


def _label(row: Finding, plan: Plan, tells_city: bool) -> str:
    item = local_words.in_script(plan.item(row.item).name)
    city = [local_words.in_script(row.city.short_name)] if tells_city else []
    return " · ".join([*city, row.inspection.called, item, row.mark.words[:60]])


def advice_text(rows: Sequence[Finding], plan: Plan) -> str:
    """What the checklist says that the business should do about each, once."""
    items = dict.fromkeys(plan.item(row.item) for row in rows)
    lines = [item.guidance or item.finding for item in items]
    return "\n".join(f"{n}. {local_words.in_script(line)}" for n, line in enumerate(lines, 1))


@translation.override("zh-hans")  # it begins a text that everybody reads
def story_text(one: Finding, plan: Plan) -> dict[str, str]:
    """What happened with a finding, in days and facts, and how that is known."""
    item = plan.item(one.item)
    lines = [
        _("%(day)s: at a check of “%(item)s” this was found: %(words)s")
        % {"day": spoken.full_day(local_day(one.found_at)), "item": item.name, "words": one.mark.words}
    ]
    for row in one.rechecks.all():
        said = {"day": spoken.full_day(local_day(row.at)), "result": RESULTS[row.result], "words": row.words}
        lines.append(_("%(day)s: checked again, %(result)s. %(words)s") % said)
    return {
        "what": "\n".join(line.strip() for line in lines),
        "evidence": _("Record and photos of both checks; %(basis)s") % {"basis": "；".join(item.basis)},
    }


@translation.override("zh-hans")
def exposure_texts(one: Finding, plan: Plan, said: dict[str, Any]) -> Content:
    """The first version of an exposure, as `education` keeps it; in the words of the office's own forms."""
    item = plan.item(one.item)
    return Content(
        title=_("Exposure: %(name)s, %(item)s not cured") % {"name": said["shown_name"], "item": item.name},
        what=said["what"],
        evidence=said["evidence"],
        cities=(one.city.key,),
        topics=(plan.trade,),
        severity="Moderate",
        basis=item.basis,
    )


@asking
@readers
def advice(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """Written advice to the business, with what the checklist says about each finding."""
    one = own_finding(request, project, pk, "follow")
    plan, rows = plan_of(one.project), of_the_business(one, "follow")
    ticked = ticked_by(rows, plan, "advice", one)
    return ask_about(
        request,
        one,
        AdviceForm,
        measures.advise,
        rows=rows,
        kind="advice",
        title=gettext_lazy("Give written advice"),
        button=gettext_lazy("Make the letter"),
        lead=gettext_lazy(
            "The letter says what was found, what you advise and by when. It is printed on the next page."
        ),
        initial={"text": advice_text([row for row in rows if row.pk in ticked], plan)},
        done=gettext_lazy("The advice is written. Please print the letter and serve it."),
    )


@asking
@readers
def talk(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """An invitation to a talk; the whole chain, or whoever `?q=` finds, in all cities."""
    one = own_finding(request, project, pk, "follow")
    words = request.GET.get("q", "").strip()
    return ask_about(
        request,
        one,
        TalkForm,
        measures.invite,
        rows=of_the_chain(one, words),
        kind="talk",
        title=gettext_lazy("Invite to a talk"),
        button=gettext_lazy("Make the invitation"),
        lead=gettext_lazy("Businesses of one chain and several cities can be invited to the same talk."),
        done=gettext_lazy("The invitation is written. Please print it and serve it."),
        tells_city=True,
        template="supervision/sweeping/talk_new.html",
        context={"words": words[:80]},
    )


@asking
@readers
def promise(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """What the business promises, by which day."""
    one = own_finding(request, project, pk, "promise")
    return ask_about(
        request,
        one,
        PromiseForm,
        measures.promise,
        rows=of_the_business(one, "promise"),
        kind="promise",
        title=gettext_lazy("Note a promise"),
        button=gettext_lazy("Note it"),
        lead=gettext_lazy(
            "The time to cure then ends on the promised day. The sheet to be signed can be printed."
        ),
        done=gettext_lazy("The promise is noted."),
    )


@asking
@readers
def handing(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """A letter to the authority that is in charge."""
    one = own_finding(request, project, pk, "hand over")
    return ask_about(
        request,
        one,
        HandingForm,
        measures.hand,
        rows=of_the_business(one, "hand over"),
        title=gettext_lazy("Hand it to the authority"),
        button=gettext_lazy("Make the letter"),
        lead=gettext_lazy("From then on the authority has it; whatever it answers is noted there."),
        done=gettext_lazy("It is handed over. Please print the letter and send it."),
    )


@asking
@readers
def recheck(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """What was seen the second time."""
    one = own_finding(request, project, pk, "find cured")
    return ask(
        request,
        _about(one, title=gettext_lazy("Write down a re-check"), button=pgettext_lazy("sweep", "Send")),
        form=partial(RecheckForm, seen=one.version),
        act=lambda form: verbs.recheck(
            one, **form.facts(), seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=gettext_lazy("It is written down."),
        to=one.office_url,
    )


@asking
@readers
def word(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """What the business said by post, by telephone or on the spot."""
    one = own_finding(request, project, pk, "claim")
    return ask(
        request,
        _about(one, title=gettext_lazy("Note what the business says"), button=gettext_lazy("Note it")),
        form=WordForm,
        act=lambda form: verbs.answer(one, **form.facts(), by=actor_of(request), at=clock.now()),
        done=gettext_lazy("It is noted."),
        to=one.office_url,
    )


@asking
@readers
def exposure(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """Proposing an exposure; it goes its own way, and the business is heard there."""
    one = own_finding(request, project, pk, "expose")
    plan = plan_of(one.project)
    initial = story_text(one, plan) | {"shown_name": one.inspection.called}
    return ask(
        request,
        _about(
            one,
            title=gettext_lazy("Propose an exposure"),
            button=gettext_lazy("Write the draft"),
            lead=gettext_lazy(
                "The draft goes the way of every exposure: the business is heard, others review and sign it."
            ),
        ),
        form=partial(ExposureForm, seen=one.version, initial=initial),
        act=lambda form: verbs.propose_exposure(
            one,
            exposure_texts(one, plan, form.cleaned_data),
            ground=form.cleaned_data["ground"],
            shown_name=form.cleaned_data["shown_name"],
            seen=form.version_seen,
            by=actor_of(request),
            at=clock.now(),
        ),
        done=gettext_lazy("The draft is written."),
        to=one.office_url,
    )


def _about(one: Finding, **words: Any) -> Question:
    return question(one.project, back=one.office_url, back_label=one.inspection.called, **words)
