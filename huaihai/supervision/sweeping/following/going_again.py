"""Going again, noting what the business says, and proposing an exposure where nothing helped."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, readers
from huaihai.kit import clock
from huaihai.supervision.models import Finding
from huaihai.supervision.sweeping.actions import answering, rechecking
from huaihai.supervision.sweeping.following import wording
from huaihai.supervision.sweeping.following.asking import own_finding
from huaihai.supervision.sweeping.following.forms import ExposureForm, RecheckForm, WordForm
from huaihai.supervision.sweeping.pages import Words, plan_of, question


@asking
@readers
def recheck(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """What was seen the second time."""
    one = own_finding(request, project, pk, "find cured")
    return ask(
        request,
        _about(one, title=_("Write down a re-check"), button=pgettext_lazy("sweep", "Send")),
        form=partial(RecheckForm, seen=one.version),
        act=lambda form: rechecking.recheck(
            one,
            result=form.cleaned_data["result"],
            words=form.cleaned_data["words"],
            photos=form.photos("now"),
            client_key=form.cleaned_data["key"],
            seen=form.version_seen,
            by=actor_of(request),
            at=clock.now(),
        ),
        done=_("It is written down."),
        to=one.office_url,
    )


@asking
@readers
def word(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """What the business said by post, by telephone or on the spot."""
    one = own_finding(request, project, pk, "claim")
    return ask(
        request,
        _about(one, title=_("Note what the business says"), button=_("Note it")),
        form=WordForm,
        act=lambda form: answering.answer(
            one,
            text=form.cleaned_data["text"],
            claims_cure=form.cleaned_data["claims_cure"],
            photos=form.photos("proof"),
            client_key=form.cleaned_data["key"],
            by=actor_of(request),
            at=clock.now(),
        ),
        done=_("It is noted."),
        to=one.office_url,
    )


@asking
@readers
def exposure(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """Proposing an exposure; it goes its own way, and the business is heard there."""
    one = own_finding(request, project, pk, "expose")
    plan = plan_of(one.project)
    initial = wording.story(one, plan) | {"shown_name": one.inspection.called}
    return ask(
        request,
        _about(
            one,
            title=_("Propose an exposure"),
            button=_("Write the draft"),
            lead=_(
                "The draft goes the way of every exposure: the business is heard, others review and sign it."
            ),
        ),
        form=partial(ExposureForm, seen=one.version, initial=initial),
        act=lambda form: rechecking.propose_exposure(
            one,
            wording.exposure(one, plan, form.cleaned_data),
            ground=form.cleaned_data["ground"],
            shown_name=form.cleaned_data["shown_name"],
            seen=form.version_seen,
            by=actor_of(request),
            at=clock.now(),
        ),
        done=_("The draft is written."),
        to=one.office_url,
    )


def _about(one: Finding, *, title: Words, button: Words, lead: Words = "") -> Question:
    return question(
        one.project,
        title=title,
        button=button,
        lead=lead,
        back=one.office_url,
        back_label=one.inspection.called,
    )
