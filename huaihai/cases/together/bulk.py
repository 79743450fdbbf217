"""What is done to several cases of a binder in one go, each by the verb that does it to one; what stays, and why."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from huaihai.cases import life as cases
from huaihai.cases import messages
from huaihai.cases.models import TogetherCase
from huaihai.cases.rights import CASEWORK
from huaihai.cases.together import forms, life, verbs
from huaihai.cases.verbs import appointing, mediation, negotiation, routing
from huaihai.cases.verbs.moving import parties_of
from huaihai.desk.bulk import Bulk, Sure
from huaihai.desk.frame import actor_of
from huaihai.desk.lives import Words
from huaihai.kit import local_words
from huaihai.members.actors import Actor

ANSWERS = {
    forms.YES: ("together_join", verbs.join),
    forms.NO: ("together_decline", verbs.decline),
    forms.LEAVE: ("together_leave", verbs.leave),
}


class Mark(NamedTuple):
    """What decides which acts are offered at all."""

    stage: str
    case_stage: str
    body: Any
    speaks: bool
    is_willing: bool


def _not_theirs(actor: Actor, row: TogetherCase) -> str:
    if not row.together.is_open:
        return gettext("The joint handling has ended.")
    if row.case.business_id != row.together.business_id:
        return gettext("It is about another business now.")
    if cases.BODY not in parties_of(actor, row.case):
        body = row.case.responsible
        return gettext("It is with %(body)s.") % {
            "body": local_words.in_script(body.short_name) if body else ""
        }
    return ""


def _not_for_verb(verb: str, actor: Actor, row: TogetherCase) -> str:
    """Why a verb of a case is not done to this one."""
    if row.stage != life.JOINED:
        return gettext("Its consumer has not joined.")
    return _not_theirs(actor, row) or cases.LIFE.why_not(verb, row.case.stage)


def _not_in_it(verb: str, actor: Actor, row: TogetherCase) -> str:
    return _not_theirs(actor, row) or life.IN_IT.why_not(verb, row.stage)


def _not_to_answer(actor: Actor, row: TogetherCase) -> str:
    if row.stage in (life.PROPOSED, life.PASSED):
        return gettext("Its consumer was not asked.")
    return _not_theirs(actor, row)


def _not_to_speak(actor: Actor, row: TogetherCase) -> str:
    if row.stage != life.JOINED or not row.is_willing:
        return gettext("This consumer did not say that they would speak.")
    return _not_theirs(actor, row) or (gettext("Speaks already.") if row.speaks else "")


def _not_to_hush(actor: Actor, row: TogetherCase) -> str:
    return _not_theirs(actor, row) or ("" if row.speaks else gettext("Does not speak for the others."))


def _answer(row: TogetherCase, *, answer: str, is_spoken_for: bool, is_willing: bool, **how: Any) -> None:
    verb, act = ANSWERS[answer]
    agreed: dict[str, Any] = (
        {"is_spoken_for": is_spoken_for, "is_willing": is_willing} if verb == "together_join" else {}
    )
    act(row, **agreed, **how)


def _of_case(act: Callable[..., Any]) -> Callable[..., Any]:
    """The verb of a case, asked with its row in the binder."""

    def done(row: TogetherCase, *, at: datetime, **facts: Any) -> Any:
        return act(row.case, at=at, **facts)

    return done


def _marks(request: HttpRequest) -> set[Mark]:
    """Asked once a page."""
    kept: set[Mark] | None = getattr(request, "together_marks", None)
    if kept is None:
        rows = request.together.cases.order_by().values_list(  # type: ignore[attr-defined]
            "stage", "case__stage", "case__responsible", "speaks", "is_willing"
        )
        kept = set(map(Mark._make, rows.distinct()))
        request.together_marks = kept  # type: ignore[attr-defined]
    return kept


def _offered(suits: Callable[[Mark], bool], request: HttpRequest) -> bool:
    """Whether the reader works on some case that stands where the act is possible."""
    actor = actor_of(request)
    is_open = request.together.is_open  # type: ignore[attr-defined]
    if actor.organisation is None or not actor.roles & set(CASEWORK) or not is_open:
        return False
    own = set(actor.organisation.keys_within)
    return any(mark.body in own and suits(mark) for mark in _marks(request))


def _in_stage(*stages: str) -> Callable[[Mark], bool]:
    return lambda mark: mark.stage in stages


def _act(
    verb: str,
    name: str,
    label: Words,
    act: Callable[..., Any],
    lead: Words,
    *,
    form: type[Sure] = Sure,
    done: Any,
) -> Bulk:
    """A verb of the case's own life, done to those who joined."""

    def suits(mark: Mark) -> bool:
        return mark.stage == life.JOINED and cases.LIFE.can(verb, mark.case_stage)

    return Bulk(
        name,
        label,
        _of_case(act),
        hinders=partial(_not_for_verb, verb),
        lead=lead,
        done=done,
        form=form,
        may=partial(_offered, suits),
        around=messages.one_to_each_business,
    )


BULK = (
    _act(
        "agree",
        "agree",
        _("Record the agreements"),
        mediation.agree,
        _("One agreement is written for each case, with its own sum. What is done is watched case by case."),
        form=forms.AgreeEach,
        done=ngettext_lazy("%(n)s agreement was recorded.", "%(n)s agreements were recorded.", "n"),
    ),
    _act(
        "hold_session",
        "minutes",
        _("Write the minutes of a session"),
        mediation.hold_session,
        _(
            "The minutes stand in each file. They stay between the officers; both sides see that a session was held."
        ),
        form=forms.MinutesOfAll,
        done=ngettext_lazy("The minutes stand in %(n)s file.", "The minutes stand in %(n)s files.", "n"),
    ),
    _act(
        "plan_session",
        "session",
        _("One session for all"),
        appointing.plan,
        _("The appointment stands in each file. Every consumer gets a message, the business gets one."),
        form=forms.PlanAll,
        done=ngettext_lazy("%(n)s case has the appointment.", "%(n)s cases have the appointment.", "n"),
    ),
    _act(
        "take",
        "take",
        _("Take the cases"),
        routing.take,
        _("Those for which your body is responsible; then they can be admitted, or the business be invited."),
        done=ngettext_lazy("%(n)s case was taken.", "%(n)s cases were taken.", "n"),
    ),
    _act(
        "admit",
        "admit",
        _("Admit to mediation"),
        routing.admit,
        _("Mediation begins today and the clock of each case starts. The consumers are told."),
        done=ngettext_lazy("%(n)s case was admitted.", "%(n)s cases were admitted.", "n"),
    ),
    _act(
        "serve",
        "serve",
        _("Record the service"),
        negotiation.serve,
        _("One letter or call for all: what proves it stands in each file, and the clocks of each start."),
        form=forms.ServeAll,
        done=ngettext_lazy("%(n)s service was recorded.", "%(n)s services were recorded.", "n"),
    ),
    _act(
        "invite",
        "invite",
        _("Invite the business"),
        negotiation.invite,
        _("The business gets one message for all; each file stands on its desk."),
        done=ngettext_lazy(
            "The business was invited in %(n)s case.", "The business was invited in %(n)s cases.", "n"
        ),
    ),
    Bulk(
        "ask",
        _("Ask the consumers"),
        verbs.ask,
        hinders=partial(_not_in_it, "together_ask"),
        lead=_("Each gets a message and answers on their own page. Who does not answer stays alone."),
        done=ngettext_lazy("%(n)s consumer was asked.", "%(n)s consumers were asked.", "n"),
        may=partial(_offered, _in_stage(life.PROPOSED, life.PASSED)),
    ),
    Bulk(
        "pass",
        _("Do not ask"),
        verbs.pass_by,
        hinders=partial(_not_in_it, "together_pass"),
        lead=_("These complaints go on by themselves; their consumers are not written to."),
        done=ngettext_lazy("%(n)s case stays by itself.", "%(n)s cases stay by themselves.", "n"),
        form=forms.PassBy,
        may=partial(_offered, _in_stage(life.PROPOSED)),
    ),
    Bulk(
        "answer",
        _("An answer on the consumer's word"),
        _answer,
        hinders=_not_to_answer,
        lead=_("For consumers who told you on the telephone or at the counter."),
        done=ngettext_lazy("%(n)s answer was written down.", "%(n)s answers were written down.", "n"),
        form=forms.OnWord,
        may=partial(_offered, _in_stage(life.ASKED, life.JOINED, life.DECLINED, life.LEFT)),
    ),
    Bulk(
        "speak",
        _("Speaks for the others"),
        verbs.speak,
        hinders=_not_to_speak,
        lead=_(
            "At most two. They speak for those who agreed to it, and settle nothing: each says yes alone."
        ),
        done=ngettext_lazy("%(n)s consumer was named.", "%(n)s consumers were named.", "n"),
        may=partial(_offered, lambda mark: mark.stage == life.JOINED and mark.is_willing and not mark.speaks),
    ),
    Bulk(
        "hush",
        _("Speaks no more"),
        verbs.hush,
        hinders=_not_to_hush,
        lead=_("Another one may be named."),
        done=ngettext_lazy("%(n)s consumer speaks no more.", "%(n)s consumers speak no more.", "n"),
        may=partial(_offered, lambda mark: mark.speaks),
    ),
)
