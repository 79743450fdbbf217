"""The alliance adopts a basis and criteria by vote, later others; people of its cities offer to assess."""

from datetime import date
from typing import Any

from demo.brands.stage import Stage, said
from demo.office.deciding import vote_in_writing
from huaihai.brands.assessing import seats
from huaihai.brands.models import Basis
from huaihai.brands.programme import content
from huaihai.brands.programme import verbs as programme_verbs
from huaihai.brands.programme.forms import Paper
from huaihai.brands.scoring.names import FIRST_FORMAT
from huaihai.governance.models import Motion
from huaihai.governance.motions import verbs

RECORDED, VOTED = -290, -289
RENEWED = -120  # the rule of differences takes the place of the first rule about agreement


def play(stage: Stage) -> None:
    """Recorded, drafted, voted on; both count from the day after the vote."""
    office = stage.office.office
    words = said()["basis"]
    first = date(stage.at(RECORDED).year, 1, 1)
    paper = Paper(
        kind=Basis.Kind.LIST,
        title=words["title"],
        number=words["number"],
        authority=words["authority"],
        issued_on=first,
        from_on=first,
        until_on=None,
        source=words["source"],
    )
    at = stage.at(RECORDED)
    basis = programme_verbs.record_basis(paper, by=office, at=at)
    _adopt(stage, programme_verbs.draft_basis_motion(basis, by=office, at=at), RECORDED)
    _adopt_criteria(stage, first_criteria(), said()["said"]["criteria"], RECORDED)
    # All but the head of the secretariat's own body, whom enough waits for already.
    busy = stage.office.office_body.region_code
    heads = [actor for code, actor in stage.cast.heads.items() if code != busy]
    for actor in (*stage.cast.officers.values(), *heads):
        seats.offer(by=actor, at=stage.at(VOTED + 8))


def renew(stage: Stage) -> None:
    """The criteria of today, adopted by vote; what was decided before keeps what it was decided by."""
    _adopt_criteria(stage, content.suggested(), said()["said"]["criteria_again"], RENEWED)


def first_criteria() -> dict[str, Any]:
    """The criteria in their first format: how far two assessors agree is asked of each entry."""
    held = content.suggested()
    admission = {name: value for name, value in held["admission"].items() if name != "apart"}
    return held | {"format": FIRST_FORMAT, "admission": admission | {"agreement": "0.6"}}


def _adopt_criteria(stage: Stage, held: dict[str, Any], reason: str, days: int) -> None:
    office, at = stage.office.office, stage.at(days)
    version = programme_verbs.fix_criteria(held, reason=reason, by=office, at=at)
    _adopt(stage, programme_verbs.draft_criteria_motion(version, by=office, at=at), days)


def _adopt(stage: Stage, motion: Motion, days: int) -> None:
    verbs.table(motion, by=stage.office.office, at=stage.at(days, 10))
    vote_in_writing(stage.office, motion, days + 1)
