"""At the desk: a new paper with its preview; an issued one as page, Word and PDF; its signed scan coming in."""

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huaihai.cases import unmasking
from huaihai.cases.business.forms import Files
from huaihai.cases.consumer.filing.papers import clean_name
from huaihai.cases.desk.pages import situation_of
from huaihai.cases.models import IssuedPaper
from huaihai.cases.papers import building, offers, verbs
from huaihai.cases.papers.facts import CHINESE, Facts
from huaihai.cases.papers.forms import PaperForm
from huaihai.cases.papers.offers import Offer
from huaihai.cases.phrases import choosing
from huaihai.cases.situation import CASEWORK, READING
from huaihai.desk.asking import MakeForm, Question, again, ask, asking
from huaihai.desk.frame import no_frame
from huaihai.desk.papers.handing import official
from huaihai.desk.papers.official import from_facts
from huaihai.desk.uploads import stored
from huaihai.kit import clock, filestore, guards, local_words
from huaihai.law import papers


@guards.staff(*CASEWORK)
@never_cache
@asking
def new(request: HttpRequest, case_id: UUID, form: str) -> HttpResponse:
    """What a paper still needs, with how it will look; then it is issued under the next number."""
    offer = offers.BY_FORM.get(form)
    if offer is None:
        raise Http404
    facts = Facts(situation_of(request, case_id))
    if not facts.parties:
        raise Http404
    make = _maker(request, offer, facts)
    if choosing.is_asked(request):
        return choosing.inserted(request, _question(request, offer, facts), make, facts.situation.actor)
    if request.method == "POST" and "look" in request.POST:
        return again(request, _question(request, offer, facts), make(request.POST))
    return ask(
        request,
        _question(request, offer, facts),
        form=make,
        act=partial(_issue, request, offer, facts),
        done=lambda paper: _("Issued under the number %(number)s.") % {"number": paper.number},
        to=lambda paper: reverse("paper", args=[case_id, paper.pk]),
    )


def _maker(request: HttpRequest, offer: Offer, facts: Facts) -> MakeForm:
    initial = {}
    if replaces := _uuid(request.GET.get("replaces", "")):
        initial["replaces"] = replaces
    return partial(
        PaperForm,
        situation=facts.situation,
        offer=offer,
        known=facts,
        today=facts.situation.today,
        is_open=_is_open(request, facts.case.pk),
        initial=initial,
    )


def _issue(request: HttpRequest, offer: Offer, facts: Facts, form: PaperForm) -> IssuedPaper:
    case, by, at = facts.case, facts.situation.actor, clock.now()
    made = verbs.issue(
        case,
        offer,
        build=form.paper,
        on=form.on,
        paper_id=form.cleaned_data["paper_id"],
        replaces=form.cleaned_data["replaces"],
        seen=form.version_seen,
        by=by,
        at=at,
    )
    if building.names_people(form.spec):
        _open(request, made, by_whom=facts)
    return made


def _question(request: HttpRequest, offer: Offer, facts: Facts) -> Question:
    case = facts.case

    def fresh() -> tuple[Question, MakeForm]:
        now = Facts(situation_of(request, case.pk))
        return _question(request, offer, now), _maker(request, offer, now)

    closed = "" if offers.is_open(offer, facts) else _("This paper does not fit the case as it is now.")
    return Question(
        current="",
        title=offer.title,
        button=gettext_lazy("Issue it and draw a number"),
        back=reverse("desk-case", args=[case.pk]) + "#papers",
        back_label=case.title or str(case),
        template="cases/papers/new.html",
        refusal="cases/papers/refused.html",
        closed=closed,
        shows=lambda: {"phrases": choosing.choices(facts.situation.actor)},
        context={"case": case, "names_people": building.names_people(papers.forms()[offer.form])},
        frame=no_frame,
        now=lambda row: _("It is now: %(stage)s.") % {"stage": str(row.stage_info.desk)},
        again=fresh,
    )


class ScanForm(forms.Form):
    """The signed paper, a PDF or a photo a page."""

    uploads = Files(
        label=gettext_lazy("Choose photos or files"),
        help_text=gettext_lazy(
            "PDF or photos, each up to 25 MB. It is sealed as it comes and cannot be changed."
        ),
        error_messages={"required": gettext_lazy("Please choose at least one file.")},
        widget=Files.widget(attrs={"accept": "application/pdf,image/*"}),
    )


@guards.staff(*READING)
@never_cache
@asking
def paper(request: HttpRequest, case_id: UUID, paper_id: UUID) -> HttpResponse:
    """One issued paper: as it reads, its files, its signed scan, and the way to put another in its place."""
    facts, held = _seen(request, case_id, paper_id)
    is_open = _is_open(request, case_id) or not building.names_people(papers.forms()[held.form])
    shown = from_facts(held.content)
    question = Question(
        current="",
        title=f"{local_words.said(papers.forms()[held.form])} {held.number}",
        button=gettext_lazy("Add the signed paper"),
        back=reverse("desk-case", args=[case_id]) + "#papers",
        back_label=facts.case.title or str(facts.case),
        template="cases/papers/paper.html",
        refusal="cases/papers/refused.html",
        closed="" if request.method != "POST" or facts.parties else _("Another body has the case now."),
        frame=no_frame,
        context={
            "case": facts.case,
            "held": held,
            "paper": shown if is_open else building.masked(shown, facts.case),
            "is_open": is_open,
            "may_act": bool(facts.parties),
            "may_replace": offers.is_open(offers.BY_FORM[held.form], facts)
            and held.replaced_at is None
            and held.organisation == facts.situation.actor.organisation,
            "scans": list(held.scans.all()),
            "replaced_by": getattr(held, "replaced_by", None),
        },
    )
    return ask(
        request,
        question,
        form=ScanForm,
        act=partial(_take, facts, held),
        done=gettext_lazy("The signed paper is sealed and belongs to the case."),
        to=reverse("paper", args=[case_id, paper_id]) + "#scan",
    )


def _take(facts: Facts, held: IssuedPaper, form: ScanForm) -> None:
    by, at = facts.situation.actor, clock.now()
    for upload in form.cleaned_data["uploads"]:
        verbs.take_scan(held, file=stored(upload), name=clean_name(upload.name), by=by, at=at)


@guards.staff(*CASEWORK)
@require_POST
def opening(request: HttpRequest, case_id: UUID, paper_id: UUID) -> HttpResponse:
    """Show the paper with names for a quarter of an hour; that it was looked at stands in the record."""
    facts, held = _seen(request, case_id, paper_id)
    if not facts.parties:
        raise Http404
    _open(request, held, by_whom=facts)
    return HttpResponseRedirect(reverse("paper", args=[case_id, paper_id]))


@guards.staff(*CASEWORK)
@never_cache
@require_safe
def file(request: HttpRequest, case_id: UUID, paper_id: UUID, kind: str) -> HttpResponse:
    """The paper as Word file or PDF, while its names are open to this officer."""
    _facts, held = _seen(request, case_id, paper_id)
    if building.names_people(papers.forms()[held.form]) and not _is_open(request, case_id):
        messages.info(request, _("Please open the paper first; that you looked is written down."))
        return HttpResponseRedirect(reverse("paper", args=[case_id, paper_id]))
    return official(from_facts(held.content), kind, made_at=held.issued_at)


@guards.staff(*READING)
@require_safe
def scan(request: HttpRequest, case_id: UUID, paper_id: UUID, scan_id: UUID) -> Any:
    """One file of the signed paper, for officers who have its names open."""
    facts, held = _seen(request, case_id, paper_id)
    if not _is_open(request, case_id):
        messages.info(request, _("Please open the paper first; that you looked is written down."))
        return HttpResponseRedirect(reverse("paper", args=[facts.case.pk, paper_id]))
    return scan_of(held, scan_id)


def scan_of(held: IssuedPaper, scan_id: UUID) -> Any:
    """The file, under the number of its paper; for every reader who may see the paper."""
    found = get_object_or_404(held.scans, pk=scan_id)
    return filestore.file_response(
        sha256=found.sha256, kind=found.kind, name=held.number, derivative=found.derivative
    )


def _seen(request: HttpRequest, case_id: UUID, paper_id: UUID) -> tuple[Facts, IssuedPaper]:
    situation = situation_of(request, case_id)
    rows = IssuedPaper.objects.visible_to(situation.actor).filter(case=situation.case)
    held = get_object_or_404(rows.select_related("organisation", "replaces", "replaced_by"), pk=paper_id)
    return Facts(situation), held


def _is_open(request: HttpRequest, case_id: UUID) -> bool:
    return unmasking.is_open(request.session, case_id, clock.now())


def _open(request: HttpRequest, held: IssuedPaper, *, by_whom: Facts) -> None:
    """Open the contact data as for any other look at them, with the paper as the reason."""
    at, case_id = clock.now(), held.case_id
    if not unmasking.is_open(request.session, case_id, at):
        with translation.override(CHINESE):  # the record is in the alliance's language
            text = _("For the paper %(number)s") % {"number": held.number}
        unmasking.unmask(by_whom.case, text=text, by=by_whom.situation.actor, at=at)
    unmasking.keep_open(request.session, case_id, at)


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
