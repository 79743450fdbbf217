"""Taking one step with a claim: its form, its verb, and every way in which it can be refused.

A step is a row of a table (`business.steps`, `consumer.steps`); for whom the page is made says `Audience`. Bad input
comes back with what was typed; who was slower than somebody else gets 409 with the claim as it stands now.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from huaihai.compensation.life import CLAIM
from huaihai.compensation.models import Claim
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.kit import clock, guards
from huaihai.kit.form_fields import SeenForm, name_what_is_needed, typed_rows
from huaihai.members.actors import Actor
from huaihai.members.forms import SignedForm

LONGEST_REASON = 300


class ClaimForm(SeenForm):
    """A form that changes one claim. `names` gives the field for what an action calls otherwise."""

    names: dict[str, str] = {"sum": "sum_fen"}

    def __init__(self, *args: Any, claim: Claim, **options: Any) -> None:
        super().__init__(*args, seen=claim.version, **options)
        self.claim = claim
        self.prepare()
        name_what_is_needed(self)

    def prepare(self) -> None:
        """For what depends on the claim."""

    def named(self, field: str) -> str:
        """The form's field for the one that an action names."""
        return self.names.get(field, field)

    def facts(self) -> dict[str, Any]:
        """What the action is told; not the code by which it was signed."""
        return {name: value for name, value in super().facts().items() if name != "code"}


class SignedClaimForm(SignedForm, ClaimForm):
    """A form by which money moves: signed with the code of the authenticator app."""


type Words = Promise | str


@dataclass(frozen=True)
class Step:
    """One thing that can be done. `act` is called with the claim, the form's facts, who, when and the version seen;
    `verb` is asked of the claim's life; `fits` what else has to be so; `may` who may, and `who` says it in words.
    """

    noun: str
    label: Words
    send: Words
    done: Words
    form: type[ClaimForm]
    act: Callable[[Claim, dict[str, Any], Actor, datetime, int], Any]
    verb: str
    intro: tuple[Words, ...] = ()
    fits: Callable[[Claim], bool] = lambda claim: True
    may: Callable[[Actor, Claim, date], bool] = lambda actor, claim, day: True
    who: Words = ""
    is_grave: bool = False

    def is_open(self, claim: Claim) -> bool:
        """Whether the claim stands so that this can be done."""
        return claim.stage in CLAIM.verbs[self.verb] and self.fits(claim)


@dataclass(frozen=True)
class Audience:
    """For whom: the page, what frames it, the claim's own page, and how to find the claim again."""

    template: str
    moved: str
    frame: Callable[[HttpRequest], dict[str, Any]]
    home: Callable[[Claim], str]
    fresh: Callable[[HttpRequest, Claim], Claim]
    more: Callable[[Claim], dict[str, Any]] = lambda claim: {}


@dataclass(frozen=True)
class Taking:
    """One step under way."""

    request: HttpRequest
    claim: Claim
    actor: Actor
    step: Step
    audience: Audience


def run(taking: Taking) -> HttpResponse:
    """The page of the step; on POST the step itself."""
    request, step, claim = taking.request, taking.step, taking.claim
    if not step.may(taking.actor, claim, clock.today()):
        return _refused(taking, str(step.who), status=HTTPStatus.FORBIDDEN)
    if not step.is_open(claim):
        return _refused(taking, _not_now(step), form=_form(taking, request.POST or None))
    if request.method != "POST":
        kept = guards.kept_post(request)
        return _page(taking, _form(taking, kept), kept=bool(kept))
    form = _form(taking, request.POST)
    return _act(taking, form) if form.is_valid() else _page(taking, form)


def _act(taking: Taking, form: ClaimForm) -> HttpResponse:
    step, claim = taking.step, taking.claim
    try:
        said = step.act(claim, form.facts(), taking.actor, clock.now(), form.version_seen)
    except Moved:
        return _moved(taking)
    except (NotPossible, NotAllowed) as error:
        return _refused(taking, str(error), form=form)
    except Unfit as error:
        named = form.named(error.field)
        form.add_error(named if named in form.fields else None, error.message)
        return _page(taking, form)
    messages.success(taking.request, str(said if isinstance(said, str) else step.done))
    return HttpResponseRedirect(taking.audience.home(claim))


def _moved(taking: Taking) -> HttpResponse:
    """Somebody was quicker: what was typed comes back with the new version, if the step can still be taken."""
    claim = taking.audience.fresh(taking.request, taking.claim)
    fresh = Taking(taking.request, claim, taking.actor, taking.step, taking.audience)
    data = taking.request.POST.copy()
    data["seen"] = str(claim.version)
    data.pop("code", None)
    form = _form(fresh, None, initial=data.dict())
    if not taking.step.is_open(claim):
        return _refused(fresh, _not_now(taking.step), form=_form(fresh, data))
    return _page(fresh, form, status=HTTPStatus.CONFLICT, has_moved=True)


def _not_now(step: Step) -> str:
    return _("“%(step)s” is not possible now.") % {"step": step.label}


def _form(taking: Taking, data: Any, **more: Any) -> ClaimForm:
    form = taking.step.form
    if issubclass(form, SignedForm):
        more["account"] = taking.request.user
    return form(data, claim=taking.claim, **more)


def _page(taking: Taking, form: ClaimForm, *, status: int = HTTPStatus.OK, **more: Any) -> HttpResponse:
    audience, claim = taking.audience, taking.claim
    context = {
        "form": form,
        "step": taking.step,
        "claim": claim,
        "home_url": audience.home(claim),
        **audience.frame(taking.request),
        **audience.more(claim),
        **more,
    }
    return render(taking.request, audience.template, context, status=status)


def _refused(
    taking: Taking, why: str, *, form: ClaimForm | None = None, status: int = HTTPStatus.CONFLICT
) -> HttpResponse:
    claim = taking.audience.fresh(taking.request, taking.claim)
    context = {
        "why": why,
        "claim": claim,
        "typed": [one for one in typed_rows(form) if form.is_bound] if form is not None else [],
        "home_url": taking.audience.home(claim),
        **taking.audience.frame(taking.request),
    }
    return render(taking.request, taking.audience.moved, context, status=status)
