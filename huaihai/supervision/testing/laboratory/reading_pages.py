"""Taking readings from a page, the same for the laboratory with its link and for staff: a form or a sheet."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit import clock, spoken
from huaihai.members.actors import Actor
from huaihai.supervision.models import Laboratory, Reading, Round, Sample
from huaihai.supervision.testing.laboratory import facts, sheets
from huaihai.supervision.testing.laboratory.facts import Key, Progress, came, hand_overs
from huaihai.supervision.testing.laboratory.forms import ReadingsForm, SheetForm
from huaihai.supervision.testing.laboratory.readings import Entered, enter
from huaihai.supervision.testing.laboratory.sheets import NoSheet

MOST_BAD_SHOWN = 60
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


@dataclass(frozen=True)
class Taken:
    """What became of it: a sentence if it went well; else the bad cells or why not, and the form as typed."""

    form: Any
    said: str = ""
    bad: tuple[sheets.BadCell, ...] = ()
    more_bad: int = 0
    status: int = 200


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


def take_sheet(request: HttpRequest, laboratory: Laboratory, *, by: Actor) -> Taken:
    """The sheet that was sent."""
    form = SheetForm(request.POST, request.FILES)
    if not form.is_valid():
        return Taken(form)
    keys, items, _held = _wanted_of(laboratory)
    try:
        sheet = sheets.parse(form.content(), items, keys)
    except NoSheet as error:
        form.add_error("sheet", str(error))
        return Taken(form)
    if sheet.bad:
        return Taken(form, bad=sheet.bad[:MOST_BAD_SHOWN], more_bad=max(0, len(sheet.bad) - MOST_BAD_SHOWN))
    return _entered(form, laboratory, sheet.entries, by)


def sample_form(
    request: HttpRequest, laboratory: Laboratory, code: str, round_: str
) -> tuple[ReadingsForm, list[Key]]:
    """The form of one sample. Raises Http404."""
    items = facts.items_of(laboratory.project)
    own = hand_overs(laboratory=laboratory, round=round_)
    keys = [key for key in facts.wanted(own, items) if key[0] == code]
    if not keys:
        raise Http404
    held = facts.standing(laboratory.project, laboratory=laboratory, sample=code, round=round_)
    data = (request.POST,) if request.method == "POST" else ()
    return ReadingsForm(*data, keys=keys, items=items, held=held), keys


def take_form(form: ReadingsForm, laboratory: Laboratory, *, by: Actor) -> Taken:
    """The readings that were typed."""
    if not form.is_valid():
        return Taken(form)
    return _entered(form, laboratory, form.entries(), by)


def _entered(form: Any, laboratory: Laboratory, entries: Any, by: Actor) -> Taken:
    try:
        done = enter(laboratory, entries, reason=form.cleaned_data["reason"], by=by, at=clock.now())
    except Unfit as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return Taken(form)
    except (NotPossible, NotAllowed) as error:
        form.add_error(None, str(error))
        return Taken(form, status=409)
    return Taken(form, said=_done_words(done))


def _done_words(done: Entered) -> str:
    said = ngettext("%(n)s reading is stored.", "%(n)s readings are stored.", done.new) % {"n": done.new}
    corrected = _("%(n)s corrected.") % {"n": done.corrected} if done.corrected else ""
    return spoken.run_on((said, corrected))


def _wanted_of(laboratory: Laboratory) -> tuple[list[Key], dict[str, dict[str, Any]], dict[Key, Reading]]:
    rows, items = hand_overs(laboratory=laboratory), facts.items_of(laboratory.project)
    return facts.wanted(rows, items), items, facts.standing(laboratory.project, laboratory=laboratory)
