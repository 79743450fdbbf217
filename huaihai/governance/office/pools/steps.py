"""The steps of an entry and of a request, one page each: which verb, for whom, and what is said."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huaihai.governance.actions.pools import asking, conflicts, entries, granting, hours, times
from huaihai.governance.actions.pools.keeping import keeps
from huaihai.governance.actions.pools.moving import ASKER
from huaihai.governance.models import PoolRequest
from huaihai.governance.models.pools.lives import REQUEST, Stage
from huaihai.governance.office.asking import Question, Words
from huaihai.governance.office.pools.forms import entries as of_entries
from huaihai.governance.office.pools.forms import parts, requests
from huaihai.members.actors import Actor


def how_it_stands(row: Any) -> str:
    """An entry or a request in a sentence."""
    said = row.get_stage_display() if hasattr(row, "stage") else row.get_state_display()
    return gettext("It is now: %(stage)s.") % {"stage": said}


question_of = partial(Question, current="pools", template="pools/question", now=how_it_stands)


@dataclass(frozen=True)
class Step:
    """`noun` is its address; `label` stands over the page and on the button, `follows` over the form; `done` is
    told afterwards."""

    noun: str
    verb: str
    act: Callable[..., Any]
    form: Any
    label: Words
    done: Words
    follows: Words
    tone: str = ""

    def question(self, *, back: str, back_label: Words, closed: str) -> Question:
        """The page of this step."""
        return question_of(
            title=self.label,
            button=self.label,
            back=back,
            back_label=back_label,
            lead=self.follows,
            tone=self.tone,
            closed=closed,
        )


STEPS = (
    Step(
        "grant", "grant", granting.grant, requests.GrantForm,
        _("Grant"), _("Granted. The other body can see name and contact now."),
        _("Choose the half days you promise. The other body then sees name and contact."), "seal",
    ),
    Step(
        "acceptance", "take up", asking.take_up, parts.Bare,
        _("Accept who is offered"), _("Accepted. You can see name and contact now."),
        _("The promised half days are then yours, and you see name and contact."), "seal",
    ),
    Step(
        "hours", "enter hours", hours.enter, requests.HoursForm,
        _("Write hours down"), _("Written down. They count once the other body has confirmed them."),
        _("One line for each day. They count once the other body has confirmed them."),
    ),
    Step(
        "finish", "finish", hours.finish, parts.Bare,
        _("Everything is done"), _("Done. Thank you."),
        _("All hours are confirmed and nobody comes any more."),
    ),
    Step(
        "refusal", "turn down", asking.turn_down, parts.ReasonForm,
        _("Do not accept who is offered"), _("Not accepted. Your request goes on."),
        _("The half days are free again, and other bodies can offer somebody."),
    ),
    Step(
        "decline", "decline", granting.decline, parts.ReasonForm,
        _("Decline"), _("Declined."), _("The request ends. Please say why."), "late",
    ),
    Step(
        "return", "take back", granting.take_back, parts.ReasonForm,
        _("Take the offer back"), _("The offer is taken back."), _("The half days are free again."), "late",
    ),
    Step(
        "calling-off", "call off", granting.call_off, parts.ReasonForm,
        _("Call the help off"), _("Called off."),
        _("You break what was promised. Please telephone the other body too."), "late",
    ),
    Step(
        "withdrawal", "withdraw", asking.withdraw, parts.MaybeReasonForm,
        _("Withdraw the request"), _("Withdrawn."), _("Promised half days are free again."), "late",
    ),
)  # fmt: skip
BY_NOUN = {step.noun: step for step in STEPS}

KEEPING = {
    step.noun: step
    for step in (
        Step(
            "pause", "pause", entries.pause, of_entries.PauseForm,
            _("Pause the entry"), _("Paused."),
            _("Nobody can ask for it until you resume it. What is promised already stays promised."),
        ),
        Step(
            "resumption", "resume", entries.resume, parts.Bare,
            _("Let it be asked for again"), _("It can be asked for again."), "",
        ),
        Step(
            "withdrawal", "withdraw consent", entries.withdraw_consent, of_entries.ConsentForm,
            _("Erase name and contact"), _("Name and contact are erased."),
            _("The consent was taken back: name, contact and notes are erased at once, open requests fall away. "
              "This cannot be undone."), "late",
        ),
        Step(
            "absence", "be away", times.be_away, of_entries.AbsenceForm,
            _("Write days away down"), _("The days away are written down."),
            _("Nothing is promised on these days. The reason is nobody's business."),
        ),
        Step(
            "conflict", "declare conflict", conflicts.declare, of_entries.ConflictForm,
            _("Declare an interest"), _("The interest is declared."),
            _("A request about this business cannot be granted then; one in the same trade needs a reason."),
        ),
    )
}  # fmt: skip
BACK_AGAIN = Step(
    "back", "be back", times.be_back, parts.Bare,
    _("Take these days away off again"), _("The days away are taken off."), "",
)  # fmt: skip
NO_INTEREST = Step(
    "no-interest", "end conflict", conflicts.end, of_entries.EndConflictForm,
    _("The interest has ended"), _("The last day is written down."), "",
)  # fmt: skip


def is_party(asked: PoolRequest, actor: Actor) -> bool:
    """Whether the actor acts for one of the two bodies."""
    return keeps(actor, asked.asked_by) or (asked.entry is not None and keeps(actor, asked.entry.body))


def is_for(step: Step, asked: PoolRequest, actor: Actor) -> bool:
    """Whether this is the actor's part."""
    if step.verb in ASKER:
        return keeps(actor, asked.asked_by)
    return asked.entry is not None and keeps(actor, asked.entry.body)


def open_to(asked: PoolRequest, actor: Actor) -> list[Step]:
    """The steps the actor can take now."""
    offered = [step for step in STEPS if REQUEST.can(step.verb, asked.stage) and is_for(step, asked, actor)]
    if asked.stage != Stage.GRANTED:
        return offered
    is_waiting, counted = hours.waiting(asked), hours.counted_minutes(asked)
    refused = {"finish"} if is_waiting or counted <= 0 else set()
    if is_waiting or counted:
        refused |= {"withdraw", "call off"}
    return [step for step in offered if step.verb not in refused]
