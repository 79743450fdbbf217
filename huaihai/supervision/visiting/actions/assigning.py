"""Who visits which place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huaihai.desk.lives import NotPossible, Unfit
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Organisation
from huaihai.supervision.actions.moving import moving
from huaihai.supervision.models import Project, VisitAssignment
from huaihai.supervision.visiting import rows
from huaihai.supervision.visiting.actions.drawing import require_city


@dataclass(frozen=True)
class Gap:
    """A visit that nobody has yet, and who goes to the same place already."""

    sampled: UUID
    turn: int
    taken: frozenset[UUID]


def share_out(
    project: Project,
    city: Organisation,
    people: Sequence[Account],
    *,
    due_on: date,
    by: Actor,
    at: datetime,
) -> list[VisitAssignment]:
    """Give every visit of this city that nobody has to one of these people, in turn; nobody gets a place twice.

    Raises NotAllowed, NotPossible, Unfit (nobody, somebody who is no visitor, too few, a day that is over).
    """
    require_city(project, city.pk, by=by, at=at)
    if due_on < local_day(at):
        raise Unfit("due_on", _("This day is over already."))
    with moving(project, "observe", noted="assign visits", by=by, at=at) as move:
        plan = rows.plan_of(move.project)
        allowed = set(rows.visitors(project).values_list("account_id", flat=True))
        if not people or not {person.pk for person in people} <= allowed:
            raise Unfit("people", _("Please choose people who have the part of a visitor."))
        if len(people) < plan.visits_per_place:
            raise Unfit(
                "people",
                _("Each place is visited by %(number)s different people. Please choose at least so many.")
                % {"number": plan.visits_per_place},
            )
        made = _given(_gaps(project, city, plan.visits_per_place), people, due_on=due_on, at=at)
        if not made:
            raise NotPossible(_("All visits of this city are given out already."))
        VisitAssignment.objects.bulk_create(made)
        move.facts |= {"city": city.key, "visits": len(made)}
    return made


def take_back(assignment: VisitAssignment, *, by: Actor, at: datetime) -> None:
    """Somebody else is to go. What the person sends nevertheless is kept, and does not count by itself.

    Raises NotAllowed, NotPossible (done, or taken back already).
    """
    held = assignment.sampled.draw
    require_city(held.project, held.city_id, by=by, at=at)
    with moving(held.project, "observe", noted="take visit back", by=by, at=at) as move:
        changed = VisitAssignment.objects.open().filter(pk=assignment.pk).update(ended_at=at)
        if not changed:
            raise NotPossible(_("This visit has been made, or was taken back already."))
        move.facts |= {"place": assignment.sampled.code, "turn": assignment.turn}


def _gaps(project: Project, city: Organisation, visits: int) -> list[Gap]:
    given: dict[UUID, dict[int, UUID]] = {}
    for sampled, turn, account in rows.assignments(project).values_list("sampled_id", "turn", "account_id"):
        given.setdefault(sampled, {})[turn] = account
    found = []
    for sampled in rows.sample(project).filter(draw__city=city).values_list("pk", flat=True):
        held = given.get(sampled, {})
        found += [
            Gap(sampled, turn, frozenset(held.values())) for turn in range(1, visits + 1) if turn not in held
        ]
    return found


def _given(
    gaps: Sequence[Gap], people: Sequence[Account], *, due_on: date, at: datetime
) -> list[VisitAssignment]:
    """Whoever has least so far and does not go there yet; of equals, the first named."""
    load = dict.fromkeys((person.pk for person in people), 0)
    there: dict[UUID, set[UUID]] = {}
    made = []
    for gap in gaps:
        busy = there.setdefault(gap.sampled, set(gap.taken))
        free = [key for key in load if key not in busy]
        if not free:
            raise Unfit("people", _("Too few people: nobody is to visit a place twice."))
        chosen = min(free, key=lambda key: load[key])
        load[chosen] += 1
        busy.add(chosen)
        made.append(
            VisitAssignment(
                sampled_id=gap.sampled, account_id=chosen, turn=gap.turn, due_on=due_on, assigned_at=at
            )
        )
    return made
