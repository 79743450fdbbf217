"""Taking one step with a claim: a row of a table (`claims/steps.py`, `claims/consumer.py`), asked by the desk's engine.

For whom the page is made says `Audience`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from huaihai.compensation.life import CLAIM
from huaihai.compensation.models import Claim
from huaihai.desk.asking import MakeForm, Question, ask, refused
from huaihai.desk.lives import Unfit
from huaihai.kit import clock
from huaihai.kit.form_fields import SeenForm, name_what_is_needed
from huaihai.members.actors import Actor
from huaihai.members.forms import SignedForm


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
class VerbPage:
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
    refusal: str
    frame: Callable[[HttpRequest], dict[str, Any]]
    home: Callable[[Claim], str]
    fresh: Callable[[HttpRequest, Claim], Claim]
    more: Callable[[Claim], dict[str, Any]] = lambda claim: {}


def take(
    request: HttpRequest, claim: Claim, step: VerbPage, audience: Audience, *, by: Actor
) -> HttpResponse:
    """The page of the step; on POST the step itself."""
    question = _question(step, claim, audience)
    if not step.may(by, claim, clock.today()):
        answer = refused(request, question, str(step.who))
        answer.status_code = HTTPStatus.FORBIDDEN
        return answer
    signer = {"account": request.user} if issubclass(step.form, SignedForm) else {}

    def act(form: ClaimForm) -> Any:
        try:
            return step.act(claim, form.facts(), by, clock.now(), form.version_seen)
        except Unfit as error:
            raise Unfit(form.named(error.field), error.message) from error

    def again() -> tuple[Question, MakeForm]:
        fresh = audience.fresh(request, claim)
        return _question(step, fresh, audience), partial(_form_of, step, fresh, signer)

    return ask(
        request,
        replace(question, again=again),
        form=partial(_form_of, step, claim, signer),
        act=act,
        done=lambda said: str(said if isinstance(said, str) else step.done),
        to=question.back,
    )


def _question(step: VerbPage, claim: Claim, audience: Audience) -> Question:
    return Question(
        current="",
        title=step.label,
        button=step.send,
        back=audience.home(claim),
        back_label=str(claim.case.number),
        template=audience.template,
        refusal=audience.refusal,
        tone="late" if step.is_grave else "",
        closed="" if step.is_open(claim) else _not_now(step),
        context={"step": step, "claim": claim, **audience.more(claim)},
        frame=lambda request, _current: audience.frame(request),
    )


def _form_of(step: VerbPage, claim: Claim, signer: dict[str, Any], *sent: Any) -> ClaimForm:
    return step.form(*sent, claim=claim, **signer)


def _not_now(step: VerbPage) -> str:
    return _("“%(step)s” is not possible now.") % {"step": step.label}
