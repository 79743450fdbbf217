"""Every verb that has a page on the desk, and which of them comes next.

`huaihai.cases.life` says when a verb is possible; the tables beside the forms say how an officer does it. The one
view `acting.step` serves all of them.
"""

from huaihai.cases import life
from huaihai.cases.desk import (
    beside,
    checking,
    fulfilment,
    lost_business,
    mediation,
    proceedings,
    reopening,
    routing,
    settling,
)
from huaihai.cases.desk.step import HAND, NOTE, OWN, WORD, WORK, VerbPage
from huaihai.cases.handling import steps as handling
from huaihai.cases.helping import steps as helping
from huaihai.cases.models import Consent
from huaihai.cases.situation import Situation

__all__ = [
    "BY_NOUN",
    "BY_VERB",
    "HAND",
    "NOTE",
    "OWN",
    "PAGES",
    "WORD",
    "WORK",
    "VerbPage",
    "first_step",
    "is_open",
    "open_to",
]

PAGES: tuple[VerbPage, ...] = (
    *routing.PAGES,
    *helping.PAGES,
    *handling.PAGES,
    *checking.PAGES,
    *settling.PAGES,
    *lost_business.PAGES,
    *mediation.PAGES,
    *proceedings.PAGES,
    *fulfilment.PAGES,
    *fulfilment.PART_PAGES,
    *reopening.PAGES,
    *beside.PAGES,
)
BY_NOUN = {page.noun: page for page in PAGES}
BY_VERB = {page.verb: page for page in PAGES}

_FIRST = {  # the step that usually comes next, by stage, in the order of preference
    "received": ("take", "forward", "ask_supplement"),
    "forwarded": ("take",),
    "deciding": ("invite", "admit"),
    "inviting": ("serve",),
    "mediating": ("hold_session",),
    "paused": ("resume",),
    "fulfilling": ("confirm",),
    "breached": ("call_back",),
}


def is_open(page: VerbPage, situation: Situation) -> bool:
    """Whether this officer can do this verb to the case now."""
    verb = life.VERBS[page.verb]
    return situation.case.stage in verb.moves and bool(verb.by & situation.parties) and page.when(situation)


def open_to(situation: Situation) -> list[VerbPage]:
    """The pages open to this officer now, in the table's order."""
    return [page for page in PAGES if is_open(page, situation)]


def first_step(situation: Situation, pages: list[VerbPage]) -> VerbPage | None:
    """The one clear next step, if the next move is the body's."""
    preferred = list(_FIRST.get(situation.case.stage, ()))
    if life.BODY not in situation.parties:
        preferred = ["urge"]  # another body has it: offered once it is late or near
    if situation.case.stage == "received" and not situation.own_city_leads:
        preferred = _away_from_home(situation)
    if situation.case.stage == "deciding" and situation.case.denied_at is not None:
        preferred = ["correct_business"]  # the one invited says it is not the one meant
    elif situation.case.stage == "deciding" and situation.case.served_at is not None:
        preferred = ["admit"]  # it has been tried to settle already
    if situation.case.stage == "fulfilling" and not situation.is_fulfilment_due:
        preferred = []  # nobody can have confirmed yet
    found = {page.verb: page for page in pages}
    return next((found[verb] for verb in preferred if verb in found), None)


def _away_from_home(situation: Situation) -> list[str]:
    if situation.route is None or not situation.is_place_known:
        return ["correct_business", "ask_supplement"]
    if situation.route.lead is None:
        return ["refer_out"]
    return ["forward"] if situation.has_consent(Consent.Purpose.OTHER_BODY) else ["ask_supplement"]
