"""The alliance adopts a basis and criteria by vote; people of its cities offer to assess."""

from datetime import date

from demo.brands.stage import Stage, said
from demo.office.deciding import vote_in_writing
from huaihai.brands.assessing.actions import offering
from huaihai.brands.models import Basis
from huaihai.brands.programme import content
from huaihai.brands.programme.actions import bases, criteria, drafting
from huaihai.brands.programme.actions.bases import Paper
from huaihai.governance.actions import motions
from huaihai.governance.models import Motion

RECORDED, VOTED = -290, -289


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
    basis = bases.record_basis(paper, by=office, at=at)
    version = criteria.fix_criteria(content.suggested(), reason=said()["said"]["criteria"], by=office, at=at)
    _adopt(stage, drafting.draft_basis_motion(basis, by=office, at=at))
    _adopt(stage, drafting.draft_criteria_motion(version, by=office, at=at))
    for actor in (*stage.cast.officers.values(), *stage.cast.heads.values()):
        offering.offer(by=actor, at=stage.at(VOTED + 8))


def _adopt(stage: Stage, motion: Motion) -> None:
    motions.table(motion, by=stage.office.office, at=stage.at(RECORDED, 10))
    vote_in_writing(stage.office, motion, VOTED)
