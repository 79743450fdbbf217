"""The draw of the places, and what happens to those that cannot be visited."""

import secrets
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import storable_name
from huaihai.members.actors import Actor
from huaihai.supervision import powers
from huaihai.supervision.actions.moving import moving
from huaihai.supervision.models import Draw, PlaceDrop, Project, ProjectCity, SampledPlace, Visit
from huaihai.supervision.visiting import rows, sampling
from huaihai.supervision.visiting.plan import Plan

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
        plan = rows.plan_of(move.project)
        parts = list(move.project.cities.select_related("body"))
        done = set(Draw.objects.filter(project=project).values_list("city_id", flat=True))
        made = [
            _draw_of(move.project, plan, part, by=by, at=at) for part in parts if part.body_id not in done
        ]
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
    ids = [str(pk) for pk in sampling.frame_of(plan, part.body).values_list("pk", flat=True)]
    if len(ids) > sampling.LARGEST_FRAME:
        raise NotPossible(
            _("More than %(most)s places fit the plan in %(city)s. Please name them more narrowly.")
            % {"most": sampling.LARGEST_FRAME, "city": part.body.short_name}
        )
    return Draw(
        project=project,
        city=part.body,
        seed=plan.seed,
        order=sampling.drawn(plan.seed, ids),
        frame_size=len(ids),
        frame_hash=sampling.frame_hash(ids),
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
