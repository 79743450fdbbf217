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


def test_shares_and_scores_are_what_the_rows_of_the_file_give() -> None:
    file = released(scenes.visited())
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
        fine = sum(all(held) for held in places.values())
        low, high = wilson(fine, len(places))
        assert by_item[key]["good"] == fine
        assert by_item[key]["share"] == f"{fine / len(places):.4f}"
        assert (by_item[key]["low"], by_item[key]["high"]) == (f"{low:.4f}", f"{high:.4f}")
        assert by_item[key]["visits_good"] == sum(sum(held) for held in places.values())
    assert file["results"]["score"]["score"] == f"{float(score_again(rows)):.1f}"
    score = file["results"]["score"]
    assert float(score["low"]) <= float(score["score"]) <= float(score["high"])


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


def test_the_file_names_neither_places_nor_people_nor_what_was_said() -> None:
    held = scenes.visited()
    text = json.dumps(released(held), ensure_ascii=False)
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


def test_coders_who_agree_keep_an_item_and_those_who_do_not_lose_it_by_the_rule() -> None:
    [good] = released(scenes.visited())["agreement"]
    assert (good["alpha"], good["weak"], good["dropped"], good["units"]) == ("1.0000", False, False, 24)


def test_a_weak_item_is_taken_out_of_the_results_and_named() -> None:
    held = scenes.visited(agreeing=False)
    file = released(held)
    [weak] = file["agreement"]
    assert weak["weak"]
    assert weak["dropped"]
    assert float(weak["alpha"]) < 0.5
    assert {"item": "words", "dropped": True} in file["results"]["items"]
    with translation.override("zh-hans"):
        report = subject.report(file)
    assert "店员怎么说" in report.sections[0].paragraphs[0]


def test_a_rule_that_only_marks_keeps_the_weak_item() -> None:
    held = scenes.visited(agreeing=False)
    file = visiting_file.build(held.project, replace(plan_of(held.project), weak="mark"))
    assert file["agreement"][0]["weak"]
    words = next(one for one in file["results"]["items"] if one["item"] == "words")
    assert not words["dropped"]
    assert words["visits"] < 24  # what the two saw differently counts as not seen
    mean = visiting_file.build(held.project, replace(plan_of(held.project), weak="mark", differ="mean"))
    assert next(one for one in mean["results"]["items"] if one["item"] == "words")["visits"] == 24


def test_few_places_are_held_back_and_none_can_be_told_from_the_rest() -> None:
    held = scenes.visited()
    plan = replace(plan_of(held.project), show_from=7)
    file = visiting_file.build(held.project, plan)
    assert all(city["held_back"] for city in file["results"]["cities"])
    assert {row["city"] for row in file["observations"]} == {""}
    assert not file["results"]["score"]["held_back"]
    sizes = {"a": 9, "b": 8, "c": 3}
    rows = [{"place": f"{city}{n}", "city": city} for city, size in sizes.items() for n in range(size)]
    assert visiting_file.shown_cities(plan, rows) == {"a"}
    assert visiting_file.shown_cities(plan, [row for row in rows if row["city"] != "c"]) == {"a", "b"}


def test_cities_held_back_are_together_so_many_that_the_rest_does_not_tell_them() -> None:
    plan = replace(plan_of(scenes.visited().project), show_from=5)
    rows = [
        {"place": f"{city}{n}", "city": city}
        for city, size in {"a": 9, "b": 8, "c": 1, "d": 1}.items()
        for n in range(size)
    ]
    assert visiting_file.shown_cities(plan, rows) == {"a"}


def test_single_visits_are_not_told_where_their_results_are_held_back() -> None:
    held = scenes.visited()
    file = visiting_file.build(held.project, replace(plan_of(held.project), show_from=13))
    assert file["results"]["score"]["held_back"]
    assert file["results"]["answers"] == []  # 24 visits, but to 12 places
    assert file["observations"] == []
    assert file["visits"]["places"] == 12


def test_only_places_without_a_flaw_are_named_and_only_if_the_plan_says_so() -> None:
    held = scenes.visited()
    plan = replace(plan_of(held.project), names="good")
    strict = visiting_file.build(held.project, plan)
    lax = tuple(replace(item, good=("yes", "no")) for item in plan.items if item.key == "prices")
    named = visiting_file.build(held.project, replace(plan, items=lax))["named"]
    assert len(strict["named"]) < len(named) == 12
    assert all(one["name"].startswith("演示书店") for one in named)
    assert visiting_file.build(held.project, replace(plan, items=lax, names="none"))["named"] == []


def test_it_is_released_only_when_two_people_have_coded_everything() -> None:
    held = scenes.visited()
    unit = units(held.project, plan_of(held.project))[0]
    with connection.cursor() as cursor:  # as if the second coder had not come to it
        cursor.execute("DELETE FROM supervision_visit_code WHERE visit_id = %s", [_raw(unit.visit.pk)])
    with pytest.raises(NotPossible, match="1"):
        releasing.release(held.project, by=held.people.leader, at=LATER)


def _raw(key: UUID) -> str:
    return str(key) if connection.vendor == "postgresql" else key.hex


def test_a_coder_sees_no_visitor_and_no_visitor_codes() -> None:
    held = scenes.visited()
    unit = units(held.project, plan_of(held.project))[0]
    for stranger in (held.people.leader, scenes.actor_of(held.visitors[0])):
        with pytest.raises(NotAllowed):
            visiting_verbs.code(unit.visit, "words", code="c1", by=stranger, at=LATER)
    with pytest.raises(Unfit):
        visiting_verbs.code(unit.visit, "words", code="c9", by=held.coders[0], at=LATER)
    with pytest.raises(Unfit):
        visiting_verbs.code(unit.visit, "prices", code="c1", by=held.coders[0], at=LATER)


def test_a_coder_corrects_the_own_code_and_both_stay() -> None:
    held = scenes.visited()
    unit = units(held.project, plan_of(held.project))[0]
    before = VisitCode.objects.get(visit=unit.visit, coder_id=held.coders[0].account_id)
    other = "c1" if before.code == "c2" else "c2"
    made = visiting_verbs.code(unit.visit, "words", code=other, by=held.coders[0], at=LATER)
    assert made.replaces_id == before.pk
    file = released(held)
    differing = [row for row in file["observations"] if len(set(row["codes"]["words"])) > 1]
    assert len(differing) == 1


def test_anybody_reads_the_published_page_and_its_file(client: Client) -> None:
    held = scenes.visited()
    file = published(held)
    page = client.get(f"/supervision/{held.project.number}/")
    assert page.status_code == 200
    text = page.content.decode()
    for words in ("价格都标出来了", "店员态度", file["results"]["score"]["score"], "徐州", "演示visit"):
        assert words in text
    assert "演示书店" not in text
    raw = client.get(f"/supervision/{held.project.number}/file.json")
    assert json.loads(raw.content)["observations"] == file["observations"]
    release = Release.objects.get()
    assert file_of(release) == file


def test_a_page_of_nothing_but_held_back_results_still_opens(client: Client) -> None:
    held = scenes.visited()
    file = published(held)
    plan = replace(plan_of(held.project), show_from=500)
    file["plans"][-1]["plan"]["show_from"] = 500
    file |= visiting_file.build(held.project, plan)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE supervision_release SET file = %s", [json.dumps(file)])
    page = client.get(f"/supervision/{held.project.number}/")
    assert page.status_code == 200
    assert "不到 500 家" in page.content.decode()


def test_a_place_that_is_dropped_leaves_the_results() -> None:
    held = scenes.visited()
    verbs.reopen(held.project, reason="一家走错了", by=held.people.leader, at=LATER)
    place = SampledPlace.objects.filter(drop=None).first()
    assert place is not None
    sampling.drop_place(place, reason="not-found", by=held.people.leader, at=LATER)
    built = visiting_file.build(held.project, plan_of(held.project))
    assert built["visits"] == {"made": 24, "counted": 22, "places": 11}
    assert Counter(row["place"] for row in built["observations"])[place.code] == 0
    assert sum(sum(draw["dropped"].values()) for draw in built["draws"]) == 1
    assert PLAN["seed"] == built["draws"][0]["seed"]
