"""Re-visits for staff: writing one down, confirming it, its photos; and the slips that go along."""

import io
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import segno
from django import forms
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.brands.evidence import checklist, ratings, revisits
from huaihai.brands.models import Entry, Revisit, RevisitPhoto, SlipSheet
from huaihai.brands.office import shell
from huaihai.brands.office.shell import MENU_KEY, take_part
from huaihai.desk.asking import Question, asking, show
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.verbs import Desk
from huaihai.kit import clock, local_words
from huaihai.kit.filestore import file_response
from huaihai.kit.form_fields import Day, Line, Words, name_what_is_needed
from huaihai.kit.network import whole
from huaihai.supervision.powers import works
from huaihai.supervision.sweeping.pictures import PhotoForm

PHOTOS = "seen"
CHOICES = (
    (checklist.YES, pgettext_lazy("checklist", "yes")),
    (checklist.NO, pgettext_lazy("checklist", "no")),
    (checklist.NOT_APPLICABLE, pgettext_lazy("checklist", "does not apply")),
)
USED = Count("slips", filter=Q(slips__is_used=True))


class RevisitForm(PhotoForm):
    """What was found: one question an item."""

    visited_on = Day(earliest=-14, latest=0, label=_("Day of the visit"))
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["key"].initial = uuid4
        self.items = checklist.for_kind(kind)
        for item in self.items:
            self.fields[f"item_{item.key}"] = forms.ChoiceField(
                label=local_words.either(zh=item.zh, en=item.en),
                choices=CHOICES,
                widget=forms.RadioSelect,
                error_messages={"required": _("Please answer this.")},
            )
        self.fields["note"] = Words(label=_("Notes (read by staff alone)"), max_length=2000, required=False)
        self.add_photos(PHOTOS, _("Photos, without faces"))
        name_what_is_needed(self)

    def facts(self) -> dict[str, Any]:
        """What the action is told."""
        said = self.cleaned_data
        return {
            "client_key": said["key"] or uuid4(),
            "visited_on": said["visited_on"],
            "answers": {item.key: said[f"item_{item.key}"] for item in self.items},
            "note": said["note"],
            "photos": self.photos(PHOTOS),
        }


class ConfirmationForm(forms.Form):
    """Was it so?"""

    agrees = forms.ChoiceField(
        label=_("You were there too. Was it as written down here?"),
        choices=[("yes", _("Yes, in every item")), ("no", _("No, something was otherwise"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please answer this.")},
    )
    remark = Line(label=_("If no: what was otherwise?"), max_length=300, required=False)

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {"agrees": said["agrees"] == "yes", "remark": said["remark"]}


@asking
@readers
def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The first visitor writes down what was found."""
    entry = shell.entry_or_404(request, pk)
    lead = _(
        "Two people go, unannounced; at least one of them from another city. Write down what you saw, not what you "
        "were told. It counts once the second has confirmed it."
    )
    return take_part(
        request,
        _question(request, entry, _("Write a re-visit down"), _("Store it"), lead),
        form=partial(RevisitForm, kind=entry.kind),
        act=lambda form: revisits.record(entry, **form.facts(), by=actor_of(request), at=clock.now()),
        done=_("It is stored. Now the second visitor has to confirm it."),
        to=lambda made: reverse("office-brand-revisit", args=[entry.pk, made.pk]),
        neighbours=True,
    )


@asking
@readers
def one(request: HttpRequest, pk: UUID, revisit: UUID) -> HttpResponse:
    """One re-visit; the second visitor answers here."""
    entry = shell.entry_or_404(request, pk)
    rows = Revisit.objects.filter(entry=entry).select_related("entry__business", "entry__body", "body")
    found = get_object_or_404(rows.prefetch_related("photos"), pk=revisit)
    confirmation = getattr(found, "confirmation", None)
    asks = (
        confirmation is None and works(actor_of(request)) and found.account_id != actor_of(request).account_id
    )
    context = {
        "revisit": found,
        "entry": entry,
        "confirmation": confirmation,
        "rows": _rows(found),
        "asks": asks,
        "slips": SlipSheet.objects.filter(revisit=found).annotate(used=USED).first(),
    }
    question = _question(request, entry, _("Re-visit"), _("Store my answer"), "")
    return take_part(
        request,
        replace(question, template="brands/evidence/revisit.html", context=context, is_shown=True),
        form=ConfirmationForm,
        act=lambda form: revisits.confirm(found, **form.facts(), by=actor_of(request), at=clock.now()),
        done=_("Your answer is stored."),
        to=entry.office_url,
        neighbours=True,
    )


@require_safe
@readers
def photo(request: HttpRequest, pk: UUID, photo: UUID) -> Any:
    """A photo of a re-visit, as it was drawn anew."""
    entry = shell.entry_or_404(request, pk)
    found = get_object_or_404(RevisitPhoto, pk=photo, revisit__entry=entry)
    return file_response(
        sha256=found.sha256, kind=found.kind, name=str(found.pk), derivative=found.derivative
    )


@require_safe
@readers
def sheet(request: HttpRequest, pk: UUID, sheet: UUID) -> HttpResponse:
    """The slips, to be printed and cut up by whoever made them; nobody else sees the codes."""
    entry = shell.entry_or_404(request, pk)
    found = _sheet_or_404(request, entry, sheet)
    told = [ratings.code(found.pk, number) for number in range(1, found.slips_count + 1)]
    rows = [(number, code) for number, code in enumerate(told, start=1)]
    return show(
        request,
        "brands/evidence/slips.html",
        current=MENU_KEY,
        entry=entry,
        sheet=found,
        rows=rows,
        address=whole(request, reverse("brand-rating-start")),
    )


@require_safe
@readers
def slip_qr(request: HttpRequest, pk: UUID, sheet: UUID, number: int) -> HttpResponse:
    """The QR of one slip: its address and nothing else."""
    found = _sheet_or_404(request, shell.entry_or_404(request, pk), sheet)
    if not 1 <= number <= found.slips_count:
        raise Http404
    address = whole(request, reverse("brand-rating", args=[ratings.code(found.pk, number)]))
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=2, scale=4, xmldecl=False)
    answer = HttpResponse(drawn.getvalue(), content_type="image/svg+xml")
    answer["Cache-Control"] = "private, no-store"
    return answer


def _sheet_or_404(request: HttpRequest, entry: Entry, sheet: UUID) -> SlipSheet:
    rows = SlipSheet.objects.filter(entry=entry, account=actor_of(request).account_id)
    return get_object_or_404(rows, pk=sheet, expires_on__gte=clock.today())


def _rows(revisit: Revisit) -> list[tuple[str, str]]:
    """The items with what was answered, as the list stands today; an item that is gone shows its key."""
    known = checklist.by_key()
    told = [key for key in known if key in revisit.answers]
    gone = sorted(set(revisit.answers) - set(known))
    named = [(local_words.either(zh=known[key].zh, en=known[key].en), key) for key in told]
    return [(name, revisit.answers[key]) for name, key in (*named, *((key, key) for key in gone))]


def _question(request: HttpRequest, entry: Entry, title: Any, button: Any, lead: Any) -> Question:
    return Question(
        current=MENU_KEY,
        title=title,
        button=button,
        back=entry.office_url,
        back_label=entry.name,
        lead=lead,
        context={"entry": entry},
        is_shown=works(actor_of(request)) and actor_of(request).account_id is not None,
    )


ENTRIES = Desk(
    "office-brand",
    (revisits.make_sheet,),
    find=shell.entry_or_404,
    home=lambda entry: entry.office_url,
    called=lambda entry: entry.name,
    current=MENU_KEY,
)
