"""Readings on a page, the same for the laboratory with its link and for staff: a form or a sheet."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huaihai.desk.asking import Question, ask
from huaihai.kit import clock, spoken
from huaihai.members.actors import Actor
from huaihai.supervision.models import Laboratory, Reading, Round, Sample
from huaihai.supervision.testing.laboratory import facts, sheets
from huaihai.supervision.testing.laboratory.facts import Key, Progress, came, hand_overs
from huaihai.supervision.testing.laboratory.forms import ReadingsForm, SheetForm
from huaihai.supervision.testing.laboratory.readings import Entered, enter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class CodeRow:
    """A sample as the laboratory sees it."""

    code: str
    shown: str
    round: str
    round_label: str
    progress: Progress
    is_here: bool


def code_rows(laboratory: Laboratory) -> list[CodeRow]:
    """Its samples in the order of their codes, which tells nothing."""
    here = came(hand_overs(laboratory=laboratory))
    return [
        CodeRow(code, printed_code(code), round_, str(Round(round_).label), told, (code, round_) in here)
        for (code, round_), told in facts.progress_of(laboratory).items()
    ]


def printed_code(code: str) -> str:
    """A code as it is printed."""
    return Sample(code=code).shown_code


def sheet_answer(laboratory: Laboratory) -> HttpResponse:
    """The sheet to fill in, with what is there already."""
    keys, items, held = _wanted_of(laboratory)
    answer = HttpResponse(sheets.template(keys, items, held), content_type=XLSX)
    answer["Content-Disposition"] = (
        f'attachment; filename="readings-{laboratory.project.number}-{laboratory.key}.xlsx"'
    )
    answer["Cache-Control"] = "no-store"
    return answer


def ask_for_sheet(
    request: HttpRequest, question: Question, laboratory: Laboratory, *, by: Actor
) -> HttpResponse:
    """A page on which the filled sheet is sent."""
    keys, items, _held = _wanted_of(laboratory)
    return _ask(request, question, partial(SheetForm, items=items, keys=keys), laboratory, by)


def ask_for_readings(
    request: HttpRequest, question: Question, laboratory: Laboratory, code: str, round_: str, *, by: Actor
) -> HttpResponse:
    """A page on which the readings of one sample are typed. Raises Http404."""
    items = facts.items_of(laboratory.project)
    own = hand_overs(laboratory=laboratory, round=round_)
    keys = [key for key in facts.wanted(own, items) if key[0] == code]
    if not keys:
        raise Http404
    held = facts.standing(laboratory.project, laboratory=laboratory, sample=code, round=round_)
    return _ask(request, question, partial(ReadingsForm, keys=keys, items=items, held=held), laboratory, by)


def _ask(
    request: HttpRequest, question: Question, form: Any, laboratory: Laboratory, by: Actor
) -> HttpResponse:
    return ask(
        request,
        question,
        form=form,
        act=lambda made: enter(
            laboratory, made.entries(), reason=made.cleaned_data["reason"], by=by, at=clock.now()
        ),
        done=_done_words,
        to=question.back,
    )


def _done_words(done: Entered) -> str:
    said = ngettext("%(n)s reading is stored.", "%(n)s readings are stored.", done.new) % {"n": done.new}
    corrected = _("%(n)s corrected.") % {"n": done.corrected} if done.corrected else ""
    return spoken.run_on((said, corrected))


def _wanted_of(laboratory: Laboratory) -> tuple[list[Key], dict[str, dict[str, Any]], dict[Key, Reading]]:
    rows, items = hand_overs(laboratory=laboratory), facts.items_of(laboratory.project)
    return facts.wanted(rows, items), items, facts.standing(laboratory.project, laboratory=laboratory)
