"""Reports of signs that are not right: taken from anybody, looked at by staff, handed on or closed."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final
from uuid import UUID, uuid4

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import Truncator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.brands.conduct import opening
from huaihai.brands.marks import checking
from huaihai.brands.marks.payload import MOST, text_in
from huaihai.brands.models import ConductReport, Mark, MisuseReport, MisuseStep
from huaihai.brands.models.marks import MISUSE
from huaihai.brands.pages import Gate, OnePhotoForm, send_in
from huaihai.desk import codes
from huaihai.desk.asking import show
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lists import Choice, List, by
from huaihai.desk.lives import NotAllowed, Unfit
from huaihai.desk.moving import Moving, event_of
from huaihai.desk.sealed.storing import store_sealed
from huaihai.desk.tables import Cell, Column
from huaihai.desk.verbs import Desk, page
from huaihai.kit import clock, filestore, guards
from huaihai.kit.country import gettext as _
from huaihai.kit.country import gettext_lazy, pgettext_lazy
from huaihai.kit.filestore import Stored
from huaihai.kit.form_fields import Line, SeenForm, Words, name_what_is_needed
from huaihai.kit.local_words import in_script
from huaihai.kit.text.normalise import storable, storable_name
from huaihai.members.actors import Actor
from huaihai.supervision.powers import works

MENU_KEY = "brand-misuse"
LONGEST: Final = 2000
LONGEST_WHERE: Final = 300
moving = Moving[MisuseReport](MISUSE, event=event_of("brand_misuse"), tells_stage=False)
_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
STAGE = pgettext_lazy("brands", "Stage")
NOTED = gettext_lazy("It is noted.")
GATE: Final = Gate("misuse-report", in_all=300)


def take_report(
    *,
    what: str,
    where: str,
    mark_text: str = "",
    photo: Stored | None = None,
    client_key: UUID,
    by: Actor,
    at: datetime,
) -> MisuseReport:
    """Take what somebody saw; the same `client_key` again gives the same report. Raises Unfit."""
    told, place = storable(what).strip(), storable_name(where)
    if not told or len(told) > LONGEST:
        raise Unfit("what", _("Please say what you saw, in at most 2,000 characters."))
    if not place or len(place) > LONGEST_WHERE:
        raise Unfit("where", _("Please say where you saw it."))
    with transaction.atomic():
        if (held := MisuseReport.objects.filter(client_key=client_key).first()) is not None:
            return held
        text = text_in(mark_text)[:MOST]
        named = checking.of_text(text)
        made = MisuseReport(
            number=_new_number(),
            what=told,
            where=place,
            mark_text=text,
            mark_number=named.number if named is not None else "",
            client_key=client_key,
            at=at,
        )
        if photo is not None:
            made.photo_sha256, made.photo_kind = photo.sha256, photo.kind
            made.photo_derivative = photo.derivative
        facts = {"number": made.number}
        store_sealed(made.record_key, "brand_misuse_report", [made], by=by, at=at, facts=facts)
    return made


class LookForm(SeenForm):
    """A word for whoever goes on, if there is one."""

    said = Words(label=gettext_lazy("A note, if there is something to note"), max_length=500, required=False)


class HandOnForm(SeenForm):
    """To whom, and what they should know."""

    to = forms.ChoiceField(
        label=gettext_lazy("Who goes on with it?"),
        help_text=gettext_lazy(
            "Whatever may break the law goes to {hotline}: the association does not handle it."
        ),
        choices=MisuseStep.To.choices,
        widget=forms.RadioSelect,
    )
    said = Words(
        label=gettext_lazy("What should they know?"),
        help_text=gettext_lazy("No names of persons."),
        max_length=500,
    )


class CloseForm(SeenForm):
    """Why?"""

    said = Words(label=gettext_lazy("Why is it closed?"), max_length=500)


@page(
    "look",
    "look at",
    gettext_lazy("Mark it as looked at"),
    NOTED,
    form=LookForm,
    button=gettext_lazy("I have looked at it"),
)
def look_at(row: MisuseReport, *, said: str = "", seen: int, by: Actor, at: datetime) -> MisuseStep:
    """Somebody of staff has read it. Raises NotAllowed, NotPossible, Moved."""
    return _step(row, "look at", said=said, seen=seen, by=by, at=at)


@page("hand-on", "hand on", gettext_lazy("Hand it on"), NOTED, form=HandOnForm)
def hand_on(row: MisuseReport, *, to: str, said: str, seen: int, by: Actor, at: datetime) -> MisuseStep:
    """To the conduct of the holder whose mark it is, or to 12315: breaches of law are for the authority.

    Raises NotAllowed, NotPossible, Moved, Unfit.
    """
    if to not in MisuseStep.To.values:
        raise Unfit("to", _("Please choose who goes on with it."))
    text = storable(said).strip()
    if not text:
        raise Unfit("said", _("Please say in a few words what they should know."))
    if to == MisuseStep.To.CONDUCT and row.mark is None:
        raise Unfit(
            "to", _("No genuine mark is known here, so there is no holder whose conduct it could be.")
        )
    with transaction.atomic():
        made = _step(row, "hand on", to=to, said=text, seen=seen, by=by, at=at)
        if to == MisuseStep.To.CONDUCT and row.mark is not None:
            origin = ConductReport.Origin.MISUSE
            opening.hand_in(row.mark.entry, origin=origin, text=text, source=row.record_key, by=by, at=at)
    return made


@page(
    "close",
    "close",
    gettext_lazy("Close this report"),
    NOTED,
    form=CloseForm,
    button=gettext_lazy("Close it"),
)
def close(row: MisuseReport, *, said: str, seen: int, by: Actor, at: datetime) -> MisuseStep:
    """It is done with, for this reason. Raises NotAllowed, NotPossible, Moved, Unfit."""
    if not storable(said).strip():
        raise Unfit("said", _("Please say why it is closed."))
    return _step(row, "close", said=said, seen=seen, by=by, at=at)


def _step(
    row: MisuseReport, verb: str, *, to: str = "", said: str, seen: int, by: Actor, at: datetime
) -> MisuseStep:
    if not works(by) or by.organisation is None:
        raise NotAllowed(_("Only staff of a city's association can do that."))
    body = by.organisation.city or by.organisation
    with moving(row, verb, by=by, at=at, seen=seen) as move:
        text = storable(said).strip()[:500]
        made = MisuseStep(report=move.row, verb=verb, to=to, said=text, body=body, at=at, by=by.key)
        move.rows.append(made)
        move.facts["number"] = row.number
    return made


def _new_number() -> str:
    """A receipt number that nobody can guess: 8 characters without those that look alike."""
    while True:
        drawn = codes.drawn(8, _LETTERS)
        number = f"M-{codes.grouped(drawn)}"
        if not MisuseReport.objects.filter(number=number).exists():
            return number


class MisuseForm(OnePhotoForm):
    """What, where, and, if it is at hand, the mark and a photo."""

    photo_name = "sign"

    key = forms.UUIDField(widget=forms.HiddenInput)
    what = Words(
        label=gettext_lazy("What did you see?"),
        help_text=gettext_lazy(
            "For example: the mark hangs at another shop, it was removed and still hangs, it is printed on goods. "
            "Please write nothing about yourself."
        ),
        max_length=LONGEST,
    )
    where = Line(
        label=gettext_lazy("Where did you see it?"),
        help_text=gettext_lazy("The name over the door, the street, the live room or the web address."),
        max_length=LONGEST_WHERE,
    )
    mark = Words(
        label=gettext_lazy("The text of the mark, if you have scanned it"),
        required=False,
        max_length=MOST + 200,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["key"].error_messages["required"] = _(
            "This page was not complete. Please open it again; what you typed stays here."
        )
        self.add_photos("sign", _("A photo of the sign"))
        name_what_is_needed(self)


@require_http_methods(["GET", "HEAD", "POST"])
@guards.public
def tell(request: HttpRequest) -> HttpResponse:
    """The form, and its taking; a brake holds floods."""
    first = {"key": uuid4(), "mark": request.GET.get("mark", "")[:MOST]}

    def act(form: MisuseForm) -> str:
        said = form.cleaned_data
        made = take_report(
            what=said["what"],
            where=said["where"],
            mark_text=said["mark"],
            photo=form.photo(),
            client_key=said["key"],
            by=Actor.public(),
            at=clock.now(),
        )
        return reverse("brand-misuse-received", args=[made.number])

    return send_in(
        request,
        "brands/marks/misuse.html",
        gate=GATE,
        too_many=_("Too many reports came from your network. Please try again in an hour."),
        form=partial(MisuseForm, initial=first),
        act=act,
        context={"back_url": reverse("brand-check")},
    )


@require_safe
@guards.public
def received(request: HttpRequest, number: str) -> HttpResponse:
    """It has arrived; the number, and what happens next."""
    return render(request, "brands/marks/misuse_received.html", {"number": number})


def _with_marks(
    _request: HttpRequest, rows: Sequence[MisuseReport]
) -> list[tuple[MisuseReport, Mark | None]]:
    named = Mark.objects.filter(number__in=[row.mark_number for row in rows]).select_related("entry")
    marks = {mark.number: mark for mark in named}
    return [(row, marks.get(row.mark_number)) for row in rows]


LIST = List[tuple[MisuseReport, Mark | None]](
    gettext_lazy("Reports of misuse"),
    current=MENU_KEY,
    rows=lambda _request: MisuseReport.objects.order_by("-at", "-pk"),
    prepared=_with_marks,
    columns=(
        Column(
            pgettext_lazy("brands", "Number"),
            lambda one: Cell(one[0].number, reverse("office-brand-misuse-report", args=[one[0].pk])),
        ),
        Column(pgettext_lazy("mark", "Where"), lambda one: Truncator(one[0].where).chars(40)),
        Column(
            pgettext_lazy("brands", "Entry"),
            lambda one: in_script(one[1].entry.name) if one[1] else gettext_lazy("no genuine mark"),
        ),
        Column(pgettext_lazy("misuse", "Received"), lambda one: one[0].at, sort=("at",)),
        Column(STAGE, lambda one: one[0].stage_label, sort=("stage",)),
    ),
    choices=(Choice("stage", STAGE, by("stage", MISUSE.stages.items(), gettext_lazy("all"))),),
    back=lambda _request: (gettext_lazy("Entries of the three hearts"), reverse("office-brands")),
    empty=gettext_lazy("There is no report like this."),
)
reports = never_cache(LIST.view)


@never_cache
@require_safe
@readers
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One report with everything that was said and done."""
    row = _row(pk)
    return show(
        request,
        "brands/marks/office_report.html",
        current=MENU_KEY,
        row=row,
        done=row.steps.select_related("body"),
        steps=REPORTS.offered(actor_of(request), row),
    )


@never_cache
@require_safe
@readers
def photo(_request: HttpRequest, pk: UUID) -> HttpResponse:
    """The photo, redrawn. Raises Http404."""
    row = _row(pk)
    if not row.photo_derivative:
        raise Http404
    return filestore.file_response(  # type: ignore[return-value]  # guards name the usual kind of answer
        sha256=row.photo_sha256, kind=row.photo_kind, name="photo", derivative=row.photo_derivative
    )


def _row(pk: UUID) -> MisuseReport:
    found: MisuseReport = get_object_or_404(MisuseReport, pk=pk)
    return found


REPORTS = Desk(
    "office-brand-misuse",
    (look_at, hand_on, close),
    find=lambda _request, pk: _row(pk),
    may=lambda actor, _row: works(actor),
    life=MISUSE,
    home=lambda row: reverse("office-brand-misuse-report", args=[row.pk]),
    called=lambda row: row.number,
    not_now=lambda _row: gettext_lazy("This report is past that step."),
    current=MENU_KEY,
)
