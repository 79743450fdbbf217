"""The file of visits: observations without persons and places, agreement of coders, results."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from huaihai.supervision.models import Draw, PlaceDrop, Project, SampledPlace, Visit
from huaihai.supervision.visiting import facts
from huaihai.supervision.visiting import reckoning as visiting_reckoning
from huaihai.supervision.visiting.plan import Plan
from huaihai.supervision.visiting.reckoning import Row


def build(project: Project, plan: Plan) -> dict[str, Any]:
    """What a visit's file holds beside its frame; the format is in docs/guides/visit-file.md."""
    visits = facts.counted(project)
    found = _observations(plan, visits, facts.codes(project))
    shown = shown_cities(plan, found)
    agreed = visiting_reckoning.between_coders(plan, found)
    dropped = visiting_reckoning.dropped(agreed)
    draws = _draws(project)
    return {
        "draws": draws,
        "visits": {
            "made": Visit.objects.filter(assignment__sampled__draw__project=project).count(),
            "counted": len(visits),
            "places": len(visiting_reckoning.by_place(found)),
        },
        "agreement": agreed,
        "agreement_of_visits": visiting_reckoning.between_visits(plan, found),
        "results": {
            "items": visiting_reckoning.items(plan, found, dropped),
            "answers": visiting_reckoning.answers(plan, found),
            "score": visiting_reckoning.score(plan, found, dropped, seed=plan.seed),
            "cities": [
                _city(
                    plan,
                    draw["city"],
                    [row for row in found if row["city"] == draw["city"]],
                    dropped,
                    draw["city"] in shown,
                )
                for draw in draws
            ],
        },
        "named": _named(project, plan, found, dropped),
        "observations": _published(plan, found, shown),
    }


def shown_cities(plan: Plan, found: Sequence[Row]) -> set[str]:
    """The cities with places enough to be shown. Those held back must be so many places together too, since all less
    what is shown tells them: the next smallest are held back with them until they are."""
    sizes = Counter({row["place"]: row["city"] for row in found}.values())
    rising = sorted(sizes, key=lambda city: (sizes[city], city))
    back = 0
    while rising and (sizes[rising[0]] < plan.show_from or 0 < back < plan.show_from):
        back += sizes[rising.pop(0)]
    return set(rising)


def _published(plan: Plan, found: Sequence[Row], shown: set[str]) -> list[dict[str, Any]]:
    """The single visits; none where there are too few places for any result, since they would give it."""
    if len(visiting_reckoning.by_place(found)) < plan.show_from:
        return []
    return [{**row, "city": row["city"] if row["city"] in shown else ""} for row in found]


def _observations(plan: Plan, visits: Sequence[Visit], coded: dict[Any, Any]) -> list[dict[str, Any]]:
    """One row a visit, in the order of the places' codes, which tells nothing."""
    published = {item.key for item in plan.items if item.type not in ("text", "photo")}
    found = [
        {
            "place": visit.assignment.sampled.code,
            "city": visit.assignment.sampled.draw.city.key,
            "answers": {key: value for key, value in visit.answers.items() if key in published},
            "codes": {
                item.key: _codes(coded.get((visit.pk, item.key), {}))
                for item in plan.coded
                if (visit.pk, item.key) in coded
            },
        }
        for visit in visits
    ]
    return sorted(found, key=lambda row: (row["place"], sorted(row["answers"].items())))


def _codes(by_coder: dict[Any, str]) -> list[str]:
    """Each coder keeps the same column."""
    return [by_coder[coder] for coder in sorted(by_coder)]


def _draws(project: Project) -> list[dict[str, Any]]:
    """How each city's places were drawn; the register's ids would name the places, their hash does not."""
    found = []
    drops = PlaceDrop.objects.filter(sampled__draw__project=project).select_related("sampled")
    for draw in Draw.objects.filter(project=project).select_related("city").order_by("city__position"):
        gone = Counter(drop.reason for drop in drops if drop.sampled.draw_id == draw.pk)
        found.append(
            {
                "city": draw.city.key,
                "seed": draw.seed,
                "frame_size": draw.frame_size,
                "frame_hash": draw.frame_hash,
                "wanted": draw.wanted,
                "drawn": SampledPlace.objects.filter(draw=draw).count(),
                "dropped": dict(sorted(gone.items())),
            }
        )
    return found


def _city(
    plan: Plan, city: str, own: Sequence[Row], dropped: frozenset[str], is_shown: bool
) -> dict[str, Any]:
    if not is_shown:
        return {"city": city, "held_back": True}
    return {
        "city": city,
        "held_back": False,
        "places": len(visiting_reckoning.by_place(own)),
        "visits": len(own),
        "score": visiting_reckoning.score(plan, own, dropped, seed=f"{plan.seed}:{city}"),
        "items": visiting_reckoning.items(plan, own, dropped),
    }


def _named(
    project: Project, plan: Plan, found: Sequence[Row], dropped: frozenset[str]
) -> list[dict[str, str]]:
    """If the plan says so: the places where every visit found everything as it should be, and no others."""
    if plan.names != "good":
        return []
    scores = visiting_reckoning.place_scores(plan, found, dropped)
    visits = visiting_reckoning.by_place(found)
    good = {
        code for code, score in scores.items() if score == 100 and len(visits[code]) >= plan.visits_per_place
    }
    places = facts.sample(project).filter(code__in=good)
    return sorted(
        ({"name": one.place.sign or one.place.business.name, "city": one.draw.city.key} for one in places),
        key=lambda one: (one["city"], one["name"]),
    )
