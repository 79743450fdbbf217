"""For the body that was asked: what it has to know of the case while the request stands, and its answer."""

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huaihai.cases import appointments, case_facts, life, mandates, timeline, unmasking
from huaihai.cases.desk import facts as desk_facts
from huaihai.cases.desk.fulfilment import Files
from huaihai.cases.desk.pages import file_of
from huaihai.cases.helping import facts, verbs
from huaihai.cases.models import Case, Evidence, Help
from huaihai.cases.situation import CASEWORK, Situation, as_officer
from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.uploads import all_stored
from huaihai.kit import clock, guards, local_words
from huaihai.kit.form_fields import PlainForm, Words
from huaihai.kit.text import masking
from huaihai.members.actors import Actor
from huaihai.record import events

DONE, CANNOT = "done", "cannot"
OF_CASE = tuple(
    f"case__{name}" for name in ("home", "lead", "responsible", "business", "place", "complainant")
)


class Answer(PlainForm):
    result = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        widget=forms.RadioSelect,
        choices=(
            (DONE, gettext_lazy("It is done")),
            (CANNOT, gettext_lazy("We cannot do it")),
        ),
        error_messages={"required": gettext_lazy("Please choose your answer.")},
    )
    text = Words(
        label=gettext_lazy("What you found, or why it cannot be done"),
        help_text=gettext_lazy("Only officers of the bodies that have this case read it."),
    )
    uploads = Files(
        label=gettext_lazy("Files"),
        required=False,
        help_text=gettext_lazy("Photos, screenshots, PDF, sound or video. They become evidence of the case."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("result") == CANNOT and cleaned.get("uploads"):
            self.add_error("uploads", _("Files go with what was done. Please take them out, or choose that."))
        return cleaned


@asking
@guards.staff(*CASEWORK)
def request_for_help(request: HttpRequest, help_id: UUID) -> HttpResponse:
    """What is asked; with an answer, or without a request that stands, nothing of the case but both sides' words."""
    actor = as_officer(request.actor)  # type: ignore[attr-defined]
    row = _seen(actor, help_id)
    body = row.case.responsible
    return ask(
        request,
        Question(
            current="",
            title=_("%(body)s asks you for help in a case")
            % {"body": local_words.in_script(body.short_name) if body else ""},
            button=_("Send the answer"),
            back=reverse("office"),
            back_label=_("What waits for you"),
            template="cases/helping/request.html",
            refusal="",
            closed="" if row.is_open else _("This request does not stand any more."),
            shows=partial(_context, row, actor),
        ),
        form=Answer,
        act=partial(_answer, row, actor),
        done=_("The answer stands in the case."),
        to=reverse("desk-help", args=[help_id]),
    )


@require_safe
@guards.staff(*CASEWORK)
def evidence(request: HttpRequest, help_id: UUID, evidence_id: UUID) -> HttpResponse:
    """A file of the case, while the request stands."""
    row = _seen(as_officer(request.actor), help_id)  # type: ignore[attr-defined]
    if not row.is_open or evidence_id not in {file.pk for file in _files(row.case)}:
        raise Http404
    return file_of(row.case, evidence_id)


def _seen(actor: Actor, help_id: UUID) -> Help:
    row: Help = get_object_or_404(Help.objects.visible_to(actor).select_related("body", *OF_CASE), pk=help_id)
    return row


def _answer(row: Help, actor: Actor, form: Answer) -> None:
    given, at = form.cleaned_data, clock.now()
    if given["result"] == CANNOT:
        verbs.decline(row, text=given["text"], by=actor, at=at)
    else:
        verbs.answer(row, text=given["text"], files=all_stored(given["uploads"]), by=actor, at=at)


def _files(case: Case) -> list[Evidence]:
    """Those that body reads: all but the paper that says for whom the case was filed."""
    return [file for file in case.evidence.all() if mandates.paper_name() not in file.name]


def _context(row: Help, actor: Actor) -> dict[str, Any]:
    case, today = row.case, clock.today()
    history = events.all_of(case.record_key)
    person = getattr(case, "complainant", None)
    names = (person.name, person.acts_for) if person is not None else ()

    def hidden(text: str) -> str:
        return masking.without_names(unmasking.text_masked(text), *names)

    asked = facts.of_rows([row], history, today=today)[0]
    context = {
        "asked": replace(asked, what=hidden(asked.what), answer=hidden(asked.answer)),
        "case": case,
        "case_title": hidden(case.title),
        "sees_case": Case.objects.visible_to(actor).filter(pk=case.pk).exists(),
    }
    if not row.is_open:
        return context
    return context | {
        "matter": [
            one | {"value": masking.without_names(str(one["value"]), *names)}
            for one in case_facts.of_matter(Situation(case, actor, today), is_open=False)
        ],
        "business": case_facts.of_business(case),
        "evidence": [
            one | {"name": hidden(one["name"])}
            for one in desk_facts.of_evidence(case, "desk-help-evidence", row.pk, files=_files(case))
        ],
        "session": appointments.of_case(case),
        "steps": [
            {
                "at": line.at,
                "title": line.what,
                "text": hidden(line.text),
                "to": local_words.in_script(line.to),
                **dict.fromkeys(("who", "handler", "is_now"), ""),
            }
            for line in timeline.of(case, life.CONSUMER, history=history)
            if line.verb not in (*life.WRITES, *life.WRITTEN, mandates.VERB)
        ],
    }
