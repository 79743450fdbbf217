"""What can be done with an exposure, one page each."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, readers
from huaihai.education import powers
from huaihai.education.actions import exposing
from huaihai.education.exposing.forms import EndForm, HandInForm, NoticeForm
from huaihai.education.exposing.life import LIFE
from huaihai.education.exposing.pages import MENU_KEY, one_or_404
from huaihai.education.models import Exposure
from huaihai.kit import clock

ENDS = {
    "cure": (
        exposing.cure,
        _("The business has made good"),
        _("It is taken down everywhere at once, and everybody who got it is told."),
        _("It is taken down."),
    ),
    "retract": (
        exposing.retract,
        _("Retract it"),
        _("It was wrong. It is taken back on every channel and counts nowhere."),
        _("It is retracted."),
    ),
    "drop": (
        exposing.drop,
        _("Drop it"),
        _("It is not published. The draft stays in the record."),
        _("It is dropped."),
    ),
}


@asking
@readers
def notice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Telling the business."""
    found = one_or_404(request, pk)
    lead = _(
        "It is told what is to be published and until when it may answer. Its answer stands beside the text."
    )
    return ask(
        request,
        _question(request, found, "notify", _("Tell the business"), lead),
        form=partial(NoticeForm, seen=found.turn),
        act=lambda form: exposing.notify(found, seen=form.version_seen, by=actor_of(request), at=clock.now()),
        done=_("The business is told; its time to answer runs."),
        to=_address(found),
    )


@asking
@readers
def handing_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Checking the wording and handing the text to its reviewers."""
    found = one_or_404(request, pk)
    lead = _(
        "The wording is checked for persons, numbers and verdicts; then other people review and sign it."
    )
    return ask(
        request,
        _question(request, found, "hand in", _("Check and hand in"), lead),
        form=partial(HandInForm, seen=found.turn, is_sole_trader=found.is_sole_trader),
        act=lambda form: exposing.hand_in(
            found,
            owner=form.cleaned_data["owner"],
            seen=form.version_seen,
            by=actor_of(request),
            at=clock.now(),
        ),
        done=_("It is handed in for review."),
        to=_address(found),
    )


@asking
@readers
def ending(request: HttpRequest, pk: UUID, how: str) -> HttpResponse:
    """Made good, retracted or dropped."""
    found = one_or_404(request, pk)
    act, title, lead, done = ENDS[how]
    return ask(
        request,
        _question(request, found, how, title, lead),
        form=partial(EndForm, seen=found.turn),
        act=lambda form: act(
            found,
            reason=form.cleaned_data["reason"],
            seen=form.version_seen,
            by=actor_of(request),
            at=clock.now(),
        ),
        done=done,
        to=_address(found),
    )


def _question(
    request: HttpRequest, found: Exposure, verb: str, title: Promise | str, lead: Promise | str
) -> Question:
    may = powers.may_write(actor_of(request), found.publication.publisher, at=clock.now())
    return Question(
        current=MENU_KEY,
        title=title,
        button=title,
        back=_address(found),
        back_label=found.shown_name,
        lead=lead,
        is_shown=may and LIFE.can(verb, found.stage),
        now=lambda row: str(row.get_stage_display()),
        seen=lambda row: row.turn,
    )


def _address(found: Exposure) -> str:
    return reverse("office-exposure", args=[found.pk])
