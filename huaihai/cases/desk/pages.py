"""One case, as an officer sees it; opening its contact data; its evidence, its consents, its papers."""

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from huaihai.cases import (
    appointments,
    calls,
    case_facts,
    elsewhere,
    life,
    numbers,
    pledged,
    promises,
    unmasking,
)
from huaihai.cases.case_forms import CaseForm, text_field
from huaihai.cases.desk import facts as desk_facts
from huaihai.cases.desk import in_short, repeats, spreading, verbs
from huaihai.cases.guided.facts import box_of
from huaihai.cases.handling import people
from huaihai.cases.helping import facts as helping_facts
from huaihai.cases.letters import paper
from huaihai.cases.letters import verbs as letters_verbs
from huaihai.cases.models import USUAL, Case
from huaihai.cases.papers import part
from huaihai.cases.passing import facts as passing_facts
from huaihai.cases.sheets import verbs as sheets_verbs
from huaihai.cases.situation import CASEWORK, READING, Situation, as_officer, seen_case
from huaihai.cases.together import facts as together_facts
from huaihai.cases.triage import beside
from huaihai.cases.verbs import intake
from huaihai.cases.volume import making
from huaihai.desk import recent
from huaihai.desk.asking import MakeForm, Question, ask, asking
from huaihai.desk.frame import no_frame
from huaihai.desk.lives import Unfit
from huaihai.kit import clock, filestore, guards
from huaihai.kit.form_fields import LONGEST_TEXT
from huaihai.kit.text.normalise import UnstorableTextError, storable
from huaihai.law import platforms


@require_safe
@guards.staff(*READING)
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Facts, parties, clocks, evidence, offers, the record, and what can be done now."""
    situation = situation_of(request, case_id, "agreement", "answers", "evidence", "offers", "promises")
    if situation.case.stage == "draft":
        return HttpResponseRedirect(reverse("desk-draft", args=[case_id]))
    recent.opened(request, numbers.short(situation.case.number or ""))
    pages = verbs.open_to(situation)
    is_open = unmasking.is_open(request.session, case_id, clock.now())
    living, others = case_facts.of_clocks(situation)
    first = verbs.first_step(situation, pages)
    numbers_elsewhere = elsewhere.rows_of(situation.case, living.due_on if living else None)
    matter = case_facts.of_matter(situation, is_open=is_open)
    passing = passing_facts.beside(situation)
    context = {
        "case": situation.case,
        "situation": situation,
        "practice": box_of(situation),
        "is_open": is_open,
        "in_short": in_short.beside(matter),
        "matter": matter,
        "problem": beside.of_case(situation.case),
        "consumer": desk_facts.of_consumer(situation, is_open=is_open),
        "repeats": repeats.of_case(situation, at=clock.now()),
        "business": case_facts.of_business(situation.case),
        "pledged": pledged.of(situation.case, today=situation.today),
        "bodies": desk_facts.of_bodies(situation.case, away=passing.away),
        "clock": living,
        "clocks": others,
        "elsewhere": numbers_elsewhere,
        "together": together_facts.beside(situation),
        "spreading": spreading.of_case(situation.case, actor=situation.actor, at=clock.now()),
        "helps": helping_facts.of_case(situation, is_open=is_open),
        "passing": passing,
        "others_first": any(one["is_earlier"] for one in numbers_elsewhere),
        "evidence": desk_facts.of_evidence(situation.case),
        "offers": desk_facts.of_offers(situation.case, today=situation.today),
        "parts": promises.of_case(situation.case, today=situation.today),
        "answers": desk_facts.of_answers(situation.case),
        "proceedings": situation.proceedings_for(life.BODY),
        "record": desk_facts.of_record(situation, is_open=is_open),
        "first": first,
        "meeting": appointments.shown(situation.case, reverse("desk-appointment", args=[case_id])),
        "to_say": calls.of_case(situation.case) if situation.parties else [],
        "closed_on_word": desk_facts.of_closing(situation, is_open=is_open),
        "steps": _grouped([page for page in pages if page is not first]),
        **_of_handler(situation, pages, is_open=is_open),
        "may_unmask": bool(situation.parties),
        "letter": paper.of(situation.case, at=clock.now()),
        "call_asked": paper.call_asked(situation.history) if situation.parties else "",
        "papers": part.of(situation),
        "kept": making.kept(situation.case) if making.is_open(situation.case) else None,
        "may_have_sheet": bool(situation.parties) and sheets_verbs.may_have_sheet(situation.case),
        "may_have_letter": letters_verbs.may_have_letter(situation.case),
    }
    return render(request, "cases/desk/case.html", context)


@require_safe
@guards.staff(*READING)
def spread(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The cases that say nearly the same against other businesses."""
    situation = situation_of(request, case_id)
    rows = spreading.of_case(situation.case, actor=situation.actor, at=clock.now())
    context = {"case": situation.case, "table": spreading.table(rows) if rows else None}
    return render(request, "cases/desk/spreading.html", context)


def _of_handler(situation: Situation, pages: list[verbs.VerbPage], *, is_open: bool) -> dict[str, Any]:
    """Who has the case in hand, the word with which it came, and what can be done about it."""
    handler = people.handler_of(situation.case, on=situation.today)
    word = people.word_to(handler, situation.history) if handler else ""
    return {
        "handler": handler.words(situation.today) if handler else "",
        "word": word if is_open else unmasking.text_masked(word),
        "handling": [page for page in pages if page.group == verbs.OWN],
    }


@guards.staff(*CASEWORK)
@require_POST
def unmasking_of(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Open the contact data for a quarter of an hour, with a reason that the record keeps."""
    situation = situation_of(request, case_id)
    if not situation.parties:
        raise Http404
    at = clock.now()
    try:
        text = storable(request.POST.get("text", "")[:LONGEST_TEXT])
        unmasking.unmask(situation.case, text=text, by=situation.actor, at=at)
    except UnstorableTextError as error:
        messages.error(request, _(error.message_id))
    except Unfit as error:
        messages.error(request, error.message)
    else:
        unmasking.keep_open(request.session, case_id, at)
    if (platform := request.POST.get("copy_out", "")) in platforms.platforms():  # pressed on that page
        way = reverse("desk-copy-out", args=[case_id, platform])
        return HttpResponseRedirect(f"{way}?from=list" if request.POST.get("from") == "list" else way)
    return HttpResponseRedirect(reverse("desk-case", args=[case_id]) + "#parties")


@require_safe
@guards.staff(*READING)
def evidence(request: HttpRequest, case_id: UUID, evidence_id: UUID) -> HttpResponse:
    """One file of evidence, as its safe copy; what has none is handed out to be saved."""
    return file_of(situation_of(request, case_id).case, evidence_id)


def file_of(case: Case, evidence_id: UUID) -> HttpResponse:
    """One file of a case that its reader may open."""
    held = get_object_or_404(case.evidence, pk=evidence_id)
    return filestore.file_response(  # type: ignore[return-value]  # guards name the usual kind of answer
        sha256=held.sha256, kind=held.kind, name=held.name, derivative=held.derivative
    )


def situation_of(request: HttpRequest, case_id: UUID, *parts: str) -> Situation:
    """The case, if this officer may see it, with these parts read; otherwise 404."""
    actor = as_officer(request.actor)  # type: ignore[attr-defined]
    return Situation(seen_case(request, actor, case_id, *parts), actor, clock.today())


def _grouped(pages: list[verbs.VerbPage]) -> list[dict[str, Any]]:
    titles = {
        verbs.WORK: _("Other steps"),
        verbs.WORD: _("On a party's word"),
        verbs.HAND: _("Hand on or end"),
        verbs.NOTE: _("Add to the file"),
    }
    grouped = {name: [page for page in pages if page.group == name] for name in titles}
    return [{"title": titles[name], "pages": found} for name, found in grouped.items() if found]


class Consents(CaseForm):
    """Exactly the ticked consents stand afterwards; each is read out by itself."""

    purposes = forms.MultipleChoiceField(
        label=gettext_lazy("The consumer agrees that the file is shown to"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[(one.value, one.label) for one in USUAL],
        help_text=gettext_lazy("Read each one out by itself. What is not ticked is taken back."),
    )
    text = text_field(
        gettext_lazy("When and how the consumer told you"), gettext_lazy("Only officers read this.")
    )

    def prepare(self) -> None:
        held = [consent.purpose for consent in self.situation.consents if consent.withdrawn_at is None]
        self.initial.setdefault("purposes", held)


@asking
@guards.staff(*CASEWORK)
def consents(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Which consents stand, and new ones on the consumer's word."""
    situation = situation_of(request, case_id)
    if situation.case.is_final or life.BODY not in situation.parties:
        raise Http404
    return ask(
        request,
        _consents_question(request, situation),
        form=partial(Consents, situation=situation),
        act=lambda form: intake.write_down(
            situation.case, **form.facts(), seen=form.version_seen, by=situation.actor, at=clock.now()
        ),
        done=_("The consents were written down."),
        to=reverse("desk-case", args=[case_id]) + "#consents",
    )


def _consents_question(request: HttpRequest, situation: Situation) -> Question:
    case = situation.case

    def again() -> tuple[Question, MakeForm]:
        now = situation_of(request, case.pk)
        return _consents_question(request, now), partial(Consents, situation=now)

    return Question(
        current="",
        title=_("Consents on the consumer's word"),
        button=_("Write it down"),
        back=reverse("desk-case", args=[case.pk]),
        back_label=case.title or str(case),
        template="cases/desk/consents.html",
        context={"case": case, "situation": situation},
        frame=no_frame,
        now=lambda row: _("It is now: %(stage)s.") % {"stage": str(row.stage_info.desk)},
        again=again,
    )


@require_safe
@guards.staff(*READING)
def appointment_file(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The appointment for the officer's calendar."""
    held = appointments.of_case(situation_of(request, case_id).case)
    if held is None:
        raise Http404
    return appointments.response(held, at=clock.now())
