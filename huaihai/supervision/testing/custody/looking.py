"""What is done with one sample besides changing hands: looking at its seal, explaining, setting aside, correcting."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from huaihai.governance.office.asking import asking
from huaihai.governance.office.frame import actor_of, readers
from huaihai.supervision.models import CustodyStep
from huaihai.supervision.testing.custody import actions
from huaihai.supervision.testing.custody.asking import Words, ask_about
from huaihai.supervision.testing.custody.forms import SeenForm
from huaihai.supervision.testing.custody.pages import sample_or_404


@asking
@readers
def look(request: HttpRequest, code: str) -> HttpResponse:
    """Looking at the seal in between."""
    return _simple(
        request,
        code,
        _("Look at the seal"),
        act=lambda found, form, **said: actions.look_at_seals(
            [found], form.seen(), pictures=form.pictures, **said
        ),
    )


@asking
@readers
def attestation(request: HttpRequest, code: str) -> HttpResponse:
    """Who had it before confirms a hand-over that was not recorded."""
    return _simple(
        request,
        code,
        _("Confirm afterwards that you handed it over"),
        act=lambda found, form, **said: actions.attest(found, form.seen(), **said),
    )


@asking
@readers
def aside(request: HttpRequest, code: str) -> HttpResponse:
    """It is used no more."""
    return _simple(
        request,
        code,
        _("Set the sample aside"),
        lead=_("It stays in the record and is not tested. Please say why under “Anything else”."),
        act=lambda found, form, **said: actions.set_aside(found, form.seen(), **said),
    )


@asking
@readers
def correction(request: HttpRequest, code: str, step_id: UUID) -> HttpResponse:
    """A step as it should have been recorded."""
    found = sample_or_404(request, code)
    step = get_object_or_404(CustodyStep.objects.select_related("sample__project"), pk=step_id, sample=found)
    if step.by != actor_of(request).key:
        raise Http404
    initial = {name: getattr(step, name) for name in ("seal", "seal_number", "where", "happened_at")}
    return _simple(
        request,
        code,
        _("Correct what you recorded"),
        lead=_("Both stay to be read. Please say what was wrong under “Anything else”."),
        initial=initial,
        act=lambda _found, form, **said: actions.correct_step(step, form.seen(), **said),
    )


def _simple(
    request: HttpRequest,
    code: str,
    title: Words,
    *,
    act: Callable[..., Any],
    lead: Words = "",
    initial: dict[str, Any] | None = None,
) -> HttpResponse:
    found = sample_or_404(request, code)
    return ask_about(
        request,
        found.project,
        title,
        [found],
        back=found.get_absolute_url(),
        lead=lead,
        form=partial(SeenForm, samples=[found], initial=initial),
        act=lambda form, **said: act(found, form, **said),
        done=lambda _made: str(_("It is recorded.")),
    )
