"""The frame of a sample and its draw, places that cannot be visited, and who visits which.

The frame in rising order of lots (`desk.lots`) is the drawn order. Its first places are the sample, the next take the
places of those that are dropped.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from huaihai.businesses.models import Place
from huaihai.desk import lots
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import fold, storable_name
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Organisation
from huaihai.supervision import powers
from huaihai.supervision.models import (
    Draw,
    PlaceDrop,
    Project,
    ProjectCity,
    SampledPlace,
    Visit,
    VisitAssignment,
)
from huaihai.supervision.moving import moving
from huaihai.supervision.visiting import facts
from huaihai.supervision.visiting.plan import Plan

LARGEST_FRAME = 20_000
CITY_DIGITS = 4  # of a code of GB/T 2260


def frame_of(plan: Plan, city: Organisation) -> QuerySet[Place]:
    """The places of the register that the plan means in this city: of businesses that still trade, with one of the
    words in sign or names, or of a trade that complaints or pledges name for them."""
    within = Place.objects.filter(
        region_code__startswith=city.region_code[:CITY_DIGITS],
        business__merged_into=None,
        business__is_gone=False,
    )
    return within.filter(_meant(plan)).distinct() if city.region_code else within.none()


def _meant(plan: Plan) -> Q:
    asked = [Q(pk=None)]
    for word in filter(fold, plan.words):  # one without letters or digits would mean every place
        asked += [Q(sign__icontains=word), Q(business__words__contains=fold(word))]
    if plan.category:
        asked += [
            Q(business__cases__category=plan.category),
            Q(business__pledges__versions__trades__contains=plan.category),
        ]
    return reduce(or_, asked)


OTHER = "other"
REASONS = {
    "closed": pgettext_lazy("place", "closed for good"),
    "shut": pgettext_lazy("place", "shut whenever somebody came"),
    "not-found": pgettext_lazy("place", "not found at this address"),
    "other-trade": pgettext_lazy("place", "another trade than the plan means"),
    "unsafe": pgettext_lazy("place", "could not be visited safely"),
    "known": pgettext_lazy("place", "the visitors are known there"),
    OTHER: pgettext_lazy("place", "another reason"),
}


def draw(project: Project, *, seen: int | None = None, by: Actor, at: datetime) -> list[Draw]:
    """Draw the places of every city that has none yet. Raises NotAllowed, NotPossible (drawn; no place fits), Moved."""
    powers.require_leader(project, by, at)
    with moving(project, "observe", noted="draw places", by=by, at=at, seen=seen) as move:
        plan = facts.plan_of(move.row)
        parts = list(move.row.cities.select_related("body"))
        done = set(Draw.objects.filter(project=project).values_list("city_id", flat=True))
        made = [_draw_of(move.row, plan, part, by=by, at=at) for part in parts if part.body_id not in done]
        if not made:
            raise NotPossible(_("The places of all cities are drawn already."))
        if not any(one.frame_size for one in made):
            raise NotPossible(
                _(
                    "The register holds no place that fits the plan, in none of the cities, so nothing was drawn. "
                    "Once the register holds such places they can be drawn."
                )
            )
        for one in made:
            move.rows += [one, *_first(one, by=by, at=at)]
        move.facts["draws"] = {
            one.city.key: [one.frame_size, one.frame_hash, min(one.wanted, one.frame_size)] for one in made
        }
        move.facts["seed"] = plan.seed
    return made


def drop_place(
    sampled: SampledPlace, *, reason: str, note: str = "", by: Actor, at: datetime
) -> SampledPlace | None:
    """This place cannot be visited; the next of the drawn order takes its place, if there is one.

    By the leading body or the city; once it was visited by the leading body alone, since what was seen goes with it.
    Raises NotAllowed, NotPossible (dropped already), Unfit.
    """
    project, city = sampled.draw.project, sampled.draw.city
    require_city(project, city.pk, by=by, at=at)
    if reason not in REASONS:
        raise Unfit("reason", _("Please say why."))
    said = storable_name(note)
    if reason == OTHER and not said:
        raise Unfit("note", _("Please say why."))
    with moving(project, "observe", noted="drop place", by=by, at=at) as move:
        if PlaceDrop.objects.filter(sampled=sampled).exists():
            raise NotPossible(_("This place was dropped already."))
        was_visited = Visit.objects.filter(assignment__sampled=sampled).exists()
        if was_visited and not powers.leads(by, project, on=local_day(at)):
            raise NotAllowed(_("This place was visited. Only the leading body can drop it now."))
        following = _next(sampled.draw, by=by, at=at)
        dropped = PlaceDrop(sampled=sampled, reason=reason, note=said, instead=following, at=at, by=by.key)
        move.rows += [dropped] if following is None else [following, dropped]
        move.facts |= {
            "place": sampled.code,
            "reason": reason,
            "instead": following.code if following else "",
            "visited": was_visited,
        }
    return following


def require_city(project: Project, city: object, *, by: Actor, at: datetime) -> None:
    """Only the leading body, and staff of the city, may see to a city's places. Raises NotAllowed."""
    if powers.leads(by, project, on=local_day(at)):
        return
    part = powers.city_of(by, project)
    if part is None or part.body_id != city:
        raise NotAllowed(_("Only the leading body and the city itself can do that."))


def _draw_of(project: Project, plan: Plan, part: ProjectCity, *, by: Actor, at: datetime) -> Draw:
    ids = [str(pk) for pk in frame_of(plan, part.body).values_list("pk", flat=True)]
    if len(ids) > LARGEST_FRAME:
        raise NotPossible(
            _("More than %(most)s places fit the plan in %(city)s. Please name them more narrowly.")
            % {"most": LARGEST_FRAME, "city": part.body.short_name}
        )
    return Draw(
        project=project,
        city=part.body,
        seed=plan.seed,
        order=lots.order_of(plan.seed, ids),
        frame_size=len(ids),
        frame_hash=lots.frame_hash(ids),
        wanted=part.share or plan.places_per_city,
        at=at,
        by=by.key,
    )


def _first(held: Draw, *, by: Actor, at: datetime) -> list[SampledPlace]:
    return [_sampled(held, rank, by=by, at=at) for rank in range(1, min(held.wanted, held.frame_size) + 1)]


def _next(held: Draw, *, by: Actor, at: datetime) -> SampledPlace | None:
    rank = held.sample.count() + 1
    return _sampled(held, rank, by=by, at=at) if rank <= held.frame_size else None


def _sampled(held: Draw, rank: int, *, by: Actor, at: datetime) -> SampledPlace:
    """`code` is left to chance: neither order nor city can be read from it."""
    return SampledPlace(
        draw=held,
        place_id=held.order[rank - 1],
        rank=rank,
        code=secrets.token_hex(4),
        at=at,
        by=by.key,
    )


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
        plan = facts.plan_of(move.row)
        allowed = set(facts.visitors(project).values_list("account_id", flat=True))
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
    for sampled, turn, account in facts.assignments(project).values_list("sampled_id", "turn", "account_id"):
        given.setdefault(sampled, {})[turn] = account
    found = []
    for sampled in facts.sample(project).filter(draw__city=city).values_list("pk", flat=True):
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
