"""The file, its results reckoned a second time, what is held back, the report and the public page."""

import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.utils import translation

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit.intervals import wilson
from huaihai.supervision import releasing, verbs
from huaihai.supervision.models import Project, Release, SampledPlace, Visit, VisitCode
from huaihai.supervision.releasing import file_of
from huaihai.supervision.tests.people import MONDAY
from huaihai.supervision.visiting import file as visiting_file
from huaihai.supervision.visiting import sampling, subject
from huaihai.supervision.visiting import verbs as visiting_verbs
from huaihai.supervision.visiting.facts import plan_of, units
from huaihai.supervision.visiting.plan import parse
from huaihai.supervision.visiting.tests import scene as scenes
from huaihai.supervision.visiting.tests.scene import PLAN, Scene

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(days=1)


def released(held: Scene) -> dict[str, Any]:
    made = releasing.release(held.project, by=held.people.leader, at=LATER)
    file: dict[str, Any] = json.loads(made.file)
    return file


def published(held: Scene) -> dict[str, Any]:
    """Out, as if its text had been signed."""
    file = released(held)
    Release.objects.update(published_at=LATER)
    Project.objects.filter(pk=held.project.pk).update(stage="published", published_at=LATER)
    return file


@pytest.fixture
def held() -> Scene:
    return scenes.visited()


def test_shares_and_scores_are_what_the_rows_of_the_file_give(held: Scene) -> None:
    file = released(held)
    assert file["visits"] == {"made": 24, "counted": 24, "places": 12}
    rows = file["observations"]
    by_item = {one["item"]: one for one in file["results"]["items"]}
    for key, good in (
        ("prices", lambda row: row["answers"]["prices"] == "yes"),
        ("refund", lambda row: row["answers"]["refund"] == "a1"),
        ("staff", lambda row: int(row["answers"]["staff"]) >= 4),
    ):
        places: dict[str, list[bool]] = {}
        for row in rows:
            places.setdefault(row["place"], []).append(good(row))
        fine = sum(all(seen) for seen in places.values())
        low, high = wilson(fine, len(places))
        assert by_item[key]["good"] == fine
        assert by_item[key]["share"] == f"{fine / len(places):.4f}"
        assert (by_item[key]["low"], by_item[key]["high"]) == (f"{low:.4f}", f"{high:.4f}")
        assert by_item[key]["visits_good"] == sum(sum(seen) for seen in places.values())
    score = file["results"]["score"]
    assert score["score"] == f"{float(score_again(rows)):.1f}"
    assert float(score["low"]) <= float(score["score"]) <= float(score["high"])
    [good_item] = file["agreement"]  # the coders agree
    found = [good_item[name] for name in ("alpha", "weak", "dropped", "units")]
    assert found == ["1.0000", False, False, 24]


def test_anybody_reads_the_page_and_the_file_which_name_neither_places_nor_people_nor_what_was_said(
    client: Client, held: Scene
) -> None:
    file = published(held)
    page = client.get(f"/supervision/{held.project.number}/")
    assert page.status_code == 200
    text = page.content.decode()
    for words in ("价格都标出来了", "店员态度", file["results"]["score"]["score"], "徐州", "演示visit"):
        assert words in text
    assert "演示书店" not in text
    raw = client.get(f"/supervision/{held.project.number}/file.json")
    assert json.loads(raw.content)["observations"] == file["observations"]
    assert file_of(Release.objects.get()) == file
    text = json.dumps(file, ensure_ascii=False)
    for visit in Visit.objects.select_related("assignment__sampled__place", "assignment__account"):
        for secret in (
            visit.assignment.sampled.place.sign,
            str(visit.assignment.sampled.place.pk),
            str(visit.assignment.account_id),
            visit.assignment.account.display_name,
            visit.answers["words"],
            str(visit.pk),
        ):
            assert secret not in text


def score_again(rows: list[dict[str, Any]]) -> Fraction:
    """The mean score, written a second time from the plan's words alone."""
    tests = {
        "prices": (2, lambda row: row["answers"]["prices"] == "yes"),
        "refund": (1, lambda row: row["answers"]["refund"] == "a1"),
        "staff": (1, lambda row: int(row["answers"]["staff"]) >= 4),
        "words": (1, lambda row: row["codes"]["words"][0] == "c1"),
    }
    scores = []
    for place in {row["place"] for row in rows}:
        own = [row for row in rows if row["place"] == place]
        parts = (weight * Fraction(sum(map(good, own)), len(own)) for weight, good in tests.values())
        points = sum(parts, Fraction(0))
        scores.append(100 * points / 5)
    return sum(scores, Fraction(0)) / len(scores)


def test_a_weak_item_is_taken_out_and_named_or_only_marked_as_the_rule_says() -> None:
    held = scenes.visited(agreeing=False)

    def of_words(**rule: Any) -> dict[str, Any]:
        built = visiting_file.build(held.project, replace(plan_of(held.project), **rule))
        assert built["agreement"][0]["weak"]
        found: dict[str, Any] = next(one for one in built["results"]["items"] if one["item"] == "words")
        return found

    marked = of_words(weak="mark")
    assert not marked["dropped"]
    assert marked["visits"] < 24  # what the two saw differently counts as not seen
    assert of_words(weak="mark", differ="mean")["visits"] == 24
    file = released(held)
    [weak] = file["agreement"]
    assert weak["dropped"]
    assert float(weak["alpha"]) < 0.5
    assert {"item": "words", "dropped": True} in file["results"]["items"]
    with translation.override("zh-hans"):
        report = subject.report(file)
    assert "店员怎么说" in report.sections[0].paragraphs[0]


@pytest.mark.parametrize(
    ("least", "sizes", "shown"),
    [
        (7, {"a": 9, "b": 8, "c": 3}, {"a"}),
        (7, {"a": 9, "b": 8}, {"a", "b"}),
        (5, {"a": 9, "b": 8, "c": 1, "d": 1}, {"a"}),
    ],
)
def test_cities_held_back_are_together_so_many_that_the_rest_does_not_tell_them(
    least: int, sizes: dict[str, int], shown: set[str]
) -> None:
    rows = [{"place": f"{city}{n}", "city": city} for city, size in sizes.items() for n in range(size)]
    assert visiting_file.shown_cities(replace(parse(PLAN), show_from=least), rows) == shown


def test_few_places_are_held_back_with_their_single_visits(held: Scene) -> None:
    file = visiting_file.build(held.project, replace(plan_of(held.project), show_from=7))
    assert all(city["held_back"] for city in file["results"]["cities"])
    assert {row["city"] for row in file["observations"]} == {""}
    assert not file["results"]["score"]["held_back"]
    file = visiting_file.build(held.project, replace(plan_of(held.project), show_from=13))
    assert file["results"]["score"]["held_back"]
    assert file["results"]["answers"] == []  # 24 visits, but to 12 places
    assert file["observations"] == []
    assert file["visits"]["places"] == 12


def test_only_places_without_a_flaw_are_named_and_only_if_the_plan_says_so(held: Scene) -> None:
    plan = replace(plan_of(held.project), names="good")
    strict = visiting_file.build(held.project, plan)
    lax = tuple(replace(item, good=("yes", "no")) for item in plan.items if item.key == "prices")
    named = visiting_file.build(held.project, replace(plan, items=lax))["named"]
    assert len(strict["named"]) < len(named) == 12
    assert all(one["name"].startswith("演示书店") for one in named)
    assert visiting_file.build(held.project, replace(plan, items=lax, names="none"))["named"] == []


def test_it_is_released_only_when_two_people_have_coded_everything(held: Scene) -> None:
    unit = units(held.project, plan_of(held.project))[0]
    with connection.cursor() as cursor:  # as if the second coder had not come to it
        cursor.execute("DELETE FROM supervision_visit_code WHERE visit_id = %s", [_raw(unit.visit.pk)])
    with pytest.raises(NotPossible, match="1"):
        releasing.release(held.project, by=held.people.leader, at=LATER)


def _raw(key: UUID) -> str:
    return str(key) if connection.vendor == "postgresql" else key.hex


def test_a_coder_corrects_the_own_code_and_both_stay(held: Scene) -> None:
    visit, coder = units(held.project, plan_of(held.project))[0].visit, held.coders[0]
    for stranger in (held.people.leader, scenes.actor_of(held.visitors[0])):
        with pytest.raises(NotAllowed):
            visiting_verbs.code(visit, "words", code="c1", by=stranger, at=LATER)
    for item, code in (("words", "c9"), ("prices", "c1")):
        with pytest.raises(Unfit):
            visiting_verbs.code(visit, item, code=code, by=coder, at=LATER)
    before = VisitCode.objects.get(visit=visit, coder_id=coder.account_id)
    other = "c1" if before.code == "c2" else "c2"
    made = visiting_verbs.code(visit, "words", code=other, by=coder, at=LATER)
    assert made.replaces_id == before.pk
    file = released(held)
    differing = [row for row in file["observations"] if len(set(row["codes"]["words"])) > 1]
    assert len(differing) == 1


def test_a_page_of_nothing_but_held_back_results_still_opens(client: Client, held: Scene) -> None:
    file = published(held)
    plan = replace(plan_of(held.project), show_from=500)
    file["plans"][-1]["plan"]["show_from"] = 500
    file |= visiting_file.build(held.project, plan)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE supervision_release SET file = %s", [json.dumps(file)])
    page = client.get(f"/supervision/{held.project.number}/")
    assert page.status_code == 200
    assert "不到 500 家" in page.content.decode()


def test_a_place_that_is_dropped_leaves_the_results(held: Scene) -> None:
    verbs.reopen(held.project, reason="一家走错了", by=held.people.leader, at=LATER)
    place = SampledPlace.objects.filter(drop=None).first()
    assert place is not None
    sampling.drop_place(place, reason="not-found", by=held.people.leader, at=LATER)
    built = visiting_file.build(held.project, plan_of(held.project))
    assert built["visits"] == {"made": 24, "counted": 22, "places": 11}
    assert Counter(row["place"] for row in built["observations"])[place.code] == 0
    assert sum(sum(draw["dropped"].values()) for draw in built["draws"]) == 1
    assert PLAN["seed"] == built["draws"][0]["seed"]
