"""Where a case can stand, who holds it there, which clocks count, and what each audience reads."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CONSUMER, BUSINESS, BODY, HOME, SYSTEM = "consumer", "business", "body", "home", "system"


@dataclass(frozen=True)
class Stage:
    """Where a case stands. `holder` names whose body is responsible; a final stage has no clock.

    `running` clocks count in this stage, `paused` ones wait; every other clock of the case ends on entering.
    """

    name: str
    holder: str  # "consumer" (a draft), "home", "lead" or "" (final)
    turn: str  # whose move is next: consumer, business, body, or "" (nobody's)
    desk: Promise | str
    consumer: Promise | str
    business: Promise | str = ""
    running: tuple[str, ...] = ()
    paused: tuple[str, ...] = ()

    @property
    def is_final(self) -> bool:
        return self.holder == ""


STAGES: dict[str, Stage] = {
    stage.name: stage
    for stage in (
        Stage("draft", "consumer", CONSUMER, _("Draft"), _("Not sent yet")),
        Stage(
            "received", "home", BODY, _("To be checked"), _("Received, being checked"), running=("forward",)
        ),
        Stage(
            "supplementing",
            "home",
            CONSUMER,
            _("Waiting for the consumer"),
            _("Something is missing, please add it"),
            running=("supplement",),
            paused=("forward",),
        ),
        Stage(
            "forwarded",
            "lead",
            BODY,
            _("Forwarded, to be taken"),
            _("Forwarded to the city of the business"),
            running=("take", "decide"),
        ),
        Stage(
            "deciding",
            "lead",
            BODY,
            _("To be decided"),
            _("Being looked into"),
            _("The association is looking into it"),
            running=("decide",),
        ),
        Stage(
            "clarifying",
            "lead",
            CONSUMER,
            _("Waiting for the consumer"),
            _("Something is missing, please add it"),
            running=("supplement",),
            paused=("decide",),
        ),
        Stage(
            "inviting",
            "lead",
            BODY,
            _("Inviting the business"),
            _("The business is being invited"),
            _("You are invited to settle"),
            running=("serve", "decide"),
        ),
        Stage(
            "negotiating",
            "lead",
            BUSINESS,
            _("Negotiating"),
            _("Settling with the business"),
            _("Please answer the consumer"),
            running=("first_reply", "silence", "negotiate"),
            paused=("decide",),
        ),
        Stage(
            "mediating",
            "lead",
            BODY,
            _("In mediation"),
            _("The association is mediating"),
            _("The association is mediating"),
            running=("mediate",),
        ),
        Stage(
            "paused",
            "lead",
            BODY,
            _("Mediation paused"),
            _("Mediation is paused"),
            _("Mediation is paused"),
            running=("check_back",),
            paused=("mediate",),
        ),
        Stage(
            "fulfilling",
            "lead",
            BUSINESS,
            _("Watching fulfilment"),
            _("Agreed, waiting for it to be done"),
            _("Please do what was agreed"),
            running=("fulfil",),
        ),
        Stage(
            "breached",
            "lead",
            BODY,
            _("Agreement not kept"),
            _("The business has not kept the agreement"),
            _("The agreement was not kept"),
            running=("remedy",),
        ),
        Stage("closed", "", "", _("Closed"), _("Closed"), _("Closed")),
        Stage("declined", "", "", _("Not admitted"), _("Not admitted"), _("Not admitted")),
        Stage(
            "terminated",
            "",
            "",
            _("Mediation ended"),
            _("Mediation ended without agreement"),
            _("Mediation ended"),
        ),
        Stage("referred", "", "", _("Referred elsewhere"), _("Referred to another authority")),
        Stage("linked", "", "", _("Joined to another file"), _("Joined to your other file")),
        Stage("withdrawn", "", "", _("Withdrawn"), _("You withdrew it"), _("The consumer withdrew it")),
        Stage("abandoned", "", "", _("Draft dropped"), _("Draft dropped")),
    )
}
OPEN = tuple(name for name, stage in STAGES.items() if not stage.is_final and name != "draft")
WITH_LEAD = tuple(name for name, stage in STAGES.items() if stage.holder == "lead")
KNOWN_TO_BUSINESS = tuple(name for name, stage in STAGES.items() if stage.business)
