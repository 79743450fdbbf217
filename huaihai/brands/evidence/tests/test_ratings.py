"""Ratings: a case that ended or a slip of a re-visit, once each. Re-visits: two people, one from elsewhere."""

import ast
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError

import huaihai
from huaihai.brands import moving
from huaihai.brands.evidence import checklist, ratings, revisits
from huaihai.brands.evidence.ratings import BuyerWords
from huaihai.brands.evidence.tests.scene import DAY, a_case, an_agreement, answers
from huaihai.brands.models import Entry, Rating, Revisit, Slip, SlipSheet
from huaihai.brands.tests.people import MONDAY, TODAY, People, an_entry, declared
from huaihai.cases.models import Case
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.members.actors import Actor
from huaihai.record import events
from huaihai.record.models import Event

pytestmark = pytest.mark.django_db


FIVE = {"overall": 5, "safe": 5, "ease": 4, "care": 5}


def rate(case: Case, entry: Entry, **said: Any) -> Rating:
    by = said.pop("by", Actor.consumer({case.pk}))
    return ratings.rate_after_case(
        case, entry, BuyerWords(FIVE | said.pop("stars", {}), **said), by=by, at=MONDAY
    )


def a_sheet(people: People, entry: Entry, count: int = 3) -> SlipSheet:
    declared(entry, people.near, people.far, at=MONDAY - DAY)
    return revisits.make_sheet(entry, count=count, by=people.near, at=MONDAY)


def test_the_consumer_of_a_confirmed_settlement_rates_once_and_nothing_leads_back(
    people: People, entry: Entry
) -> None:
    case = a_case(people, admitted_at=None)
    an_agreement(case)
    made = rate(case, entry)
    assert (made.overall, made.way, made.look) == (5, "case", "none")
    assert Rating.objects.counting().count() == 1
    with pytest.raises(NotPossible):
        rate(case, entry)
    event = Event.objects.get(subject=entry.record_key)
    for said in (str(made.__dict__), str(event.facts), event.by, event.text):
        assert str(case.pk) not in said
        assert str(case.number) not in said


@pytest.mark.parametrize(
    ("said", "is_open"),
    [
        ({}, True),
        ({"result": Case.Result.UNFULFILLED}, True),
        ({"stage": "terminated", "result": ""}, True),
        ({"admitted_at": None}, False),
        ({"stage": "withdrawn", "result": ""}, False),
        ({"stage": "mediating", "result": "", "ended_at": None}, False),
        ({"stage": "declined", "result": "", "admitted_at": None}, False),
        ({"ended_at": MONDAY - timedelta(days=181)}, False),
    ],
)
def test_only_a_case_that_ended_opens_the_way(people: People, said: dict[str, Any], is_open: bool) -> None:
    case = a_case(people, **said)
    assert ratings.is_open_to_rating(case, today=TODAY) is is_open


def test_a_case_that_was_not_admitted_or_of_somebody_else_is_no_way_in(people: People, entry: Entry) -> None:
    case = a_case(people, admitted_at=None, result=Case.Result.UNCONFIRMED)
    an_agreement(case, promise="open")
    with pytest.raises(NotPossible):
        rate(case, entry)
    case, other = a_case(people, 2), a_case(people, 3)
    with pytest.raises(NotAllowed):
        rate(case, entry, by=Actor.consumer({other.pk}))


def test_a_case_is_about_things_of_the_same_business_and_place(people: People, entry: Entry) -> None:
    elsewhere = type(people.place).objects.create(business=people.shop, sign="分店", region_code="320302")
    product = an_entry(people, place=None, kind=Entry.Kind.PRODUCT, what="水壶", name="演示水壶")
    there = an_entry(people, place=elsewhere, name="分店")
    an_entry(people, "accepted", kind=Entry.Kind.SERVICE, what="修理", name="没有公开")
    assert ratings.entries_of(a_case(people)) == [entry, product]
    assert set(ratings.entries_of(a_case(people, 2, place=None))) == {entry, product, there}
    with pytest.raises(NotPossible):
        rate(a_case(people, 3), there)


def test_people_of_the_business_do_not_rate_it(people: People, entry: Entry) -> None:
    case = a_case(people)
    insider = Actor("business", "x", business_ids=people.holder.business_ids, case_ids=frozenset({case.pk}))
    with pytest.raises(NotAllowed):
        rate(case, entry, by=insider)
    people.shop.phone = "13900000009"
    people.shop.save()
    with pytest.raises(NotAllowed):
        rate(a_case(people, 9), entry)
    code = ratings.code(a_sheet(people, entry).pk, 1)
    for actor in (people.holder, people.home):
        with pytest.raises(NotAllowed):
            ratings.rate_with_slip(code, BuyerWords(FIVE), by=actor, at=MONDAY)
    assert not Rating.objects.exists()


def test_stars_go_from_one_to_five_and_a_rating_has_a_way(people: People, entry: Entry) -> None:
    for star in (0, 6, -1):
        with pytest.raises(Unfit):
            rate(a_case(people, 7 + star), entry, stars={"care": star})
    made = Rating(entry=entry, token="0" * 64, rated_on=TODAY, way=Rating.Way.VISIT, **FIVE)
    with pytest.raises(IntegrityError, match="a_rating_has_a_way"):
        made.save()


def test_words_wait_for_a_look_and_are_masked(people: People, entry: Entry) -> None:
    made = rate(a_case(people), entry, words="老板好，电话 13800000001")
    assert made.look == Rating.Look.WAITING
    assert "13800000001" not in made.words
    for by in (people.holder, people.home):
        with pytest.raises(NotAllowed):
            ratings.look(made, is_shown=False, by=by, at=MONDAY)
    ratings.look(made, is_shown=True, by=people.far, at=MONDAY)
    assert Rating.objects.get().look == Rating.Look.SHOWN
    made.words = "别的"
    with pytest.raises(TypeError):
        made.save()


def test_a_slip_is_good_once_and_counts_when_its_revisit_is_confirmed(people: People, entry: Entry) -> None:
    sheet = a_sheet(people, entry)
    code = ratings.code(sheet.pk, 1)
    ratings.rate_with_slip(code.upper().replace("-", " "), BuyerWords(FIVE), by=Actor.public(), at=MONDAY)
    with pytest.raises(NotPossible):
        ratings.rate_with_slip(code, BuyerWords(FIVE), by=Actor.public(), at=MONDAY)
    assert not Rating.objects.counting().exists()
    made = revisits.record(
        entry, client_key=uuid4(), visited_on=TODAY, answers=answers(entry), by=people.near, at=MONDAY
    )
    assert not Rating.objects.counting().exists()
    revisits.confirm(made, agrees=True, by=people.far, at=MONDAY)
    assert Rating.objects.counting().count() == 1


def test_slips_run_out_are_stored_nowhere_and_told_with_the_revisit_alone(
    people: People, entry: Entry
) -> None:
    sheet = a_sheet(people, entry)
    code = ratings.code(sheet.pk, 2)
    assert not Slip.objects.filter(code_hash__contains=code.replace("-", "")).exists()
    with pytest.raises(NotPossible):
        ratings.rate_with_slip(code, BuyerWords(FIVE), by=Actor.public(), at=MONDAY + timedelta(days=22))
    assert not Event.objects.filter(subject=entry.record_key).exists()
    revisits.record(
        entry, client_key=uuid4(), visited_on=TODAY, answers=answers(entry), by=people.near, at=MONDAY
    )
    assert Event.objects.get(subject=entry.record_key).facts["slips"] == 3


def test_at_most_thirty_slips_and_one_sheet_at_a_time(people: People, entry: Entry) -> None:
    declared(entry, people.near, at=MONDAY - DAY)
    for count in (0, 31):
        with pytest.raises(Unfit):
            revisits.make_sheet(entry, count=count, by=people.near, at=MONDAY)
    revisits.make_sheet(entry, count=30, by=people.near, at=MONDAY)
    with pytest.raises(NotPossible):
        revisits.make_sheet(entry, count=1, by=people.near, at=MONDAY)


def test_nothing_but_the_two_verbs_makes_a_rating() -> None:
    """No module of ours calls the class of ratings, or adds to their table, but `evidence/ratings.py`."""
    makers = set()
    for file in Path(huaihai.__file__).parent.rglob("*.py"):
        if "tests" in file.parts or "migrations" in file.parts:
            continue
        text = file.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if "Rating" in text else ():
            if isinstance(node, ast.Call) and _makes_rating(node.func):
                makers.add(file.name)
    assert makers == {"ratings.py"}


def _makes_rating(called: ast.expr) -> bool:
    told = ast.unparse(called)
    return told == "Rating" or (told.startswith("Rating.") and "create" in told)


def stored(entry: Entry, by: Actor, **said: str) -> Revisit:
    return written(entry, by, answers=answers(entry, **said))


def written(entry: Entry, by: Actor, **said: Any) -> Revisit:
    facts = {"client_key": uuid4(), "visited_on": TODAY, "answers": answers(entry), **said}
    return revisits.record(entry, **facts, by=by, at=MONDAY)


def test_a_revisit_counts_once_the_second_visitor_confirms_it_and_not_when_it_is_denied(
    people: People, entry: Entry
) -> None:
    declared(entry, people.near, people.far)
    made = stored(entry, people.near)
    with pytest.raises(Unfit):
        revisits.confirm(made, agrees=False, by=people.far, at=MONDAY)
    revisits.confirm(made, agrees=False, remark="没有看秤", by=people.far, at=MONDAY)
    assert not Revisit.objects.confirmed().exists()
    with pytest.raises(NotPossible):
        revisits.confirm(made, agrees=True, by=people.other, at=MONDAY)
    made = stored(entry, people.near, cash="no")
    revisits.confirm(made, agrees=True, by=people.far, at=MONDAY)
    assert Revisit.objects.confirmed().get().failed == ["cash"]
    assert events.broken_at(entry.record_key) is None


def test_nobody_confirms_the_own_visit_and_one_of_the_two_comes_from_another_city(
    people: People, entry: Entry
) -> None:
    declared(entry, people.near)
    made = stored(entry, people.near)
    with pytest.raises(NotAllowed):
        revisits.confirm(made, agrees=True, by=people.near, at=MONDAY)
    declared(entry, people.home, people.office, people.far)
    made = stored(entry, people.home)
    with pytest.raises(NotAllowed):
        revisits.confirm(made, agrees=True, by=people.office, at=MONDAY)
    revisits.confirm(made, agrees=True, by=people.far, at=MONDAY)
    assert Revisit.objects.confirmed().exists()


def test_whoever_has_not_declared_or_has_a_conflict_does_not_visit(people: People, entry: Entry) -> None:
    with pytest.raises(NotPossible):
        stored(entry, people.near)
    moving.declare(entry, has_conflict=True, what="表亲", by=people.near, at=MONDAY)
    for who in (people.near, people.holder, people.auditor):
        with pytest.raises((NotAllowed, NotPossible)):
            stored(entry, who)
    assert not Revisit.objects.exists()


def test_the_same_form_sent_twice_is_one_revisit(people: People, entry: Entry) -> None:
    declared(entry, people.near)
    key = uuid4()
    for _time in range(2):
        written(entry, people.near, client_key=key)
    assert Revisit.objects.count() == 1
    assert events.history(entry.record_key).count() == 1


@pytest.mark.parametrize("days", [-1, 15])
def test_a_revisit_is_written_down_soon(people: People, entry: Entry, days: int) -> None:
    declared(entry, people.near)
    with pytest.raises(Unfit):
        written(entry, people.near, visited_on=TODAY - timedelta(days=days))


def test_every_item_for_this_kind_is_answered_and_no_other(people: People, entry: Entry) -> None:
    declared(entry, people.near)
    for wrong in ({}, answers(entry) | {"unknown": "yes"}, answers(entry, there="maybe")):
        with pytest.raises(Unfit):
            written(entry, people.near, answers=wrong)


def test_what_must_be_fails_a_visit_alone_and_little_things_only_together(
    people: People, entry: Entry
) -> None:
    assert checklist.is_failed(answers(entry, prices_marked="no"))
    assert not checklist.is_failed(answers(entry, cash="no", seat="no"))
    assert checklist.is_failed({"cash": "no", "seat": "no", "step-free": "yes"})
    assert not checklist.is_failed({"cash": "na"})


@pytest.mark.parametrize("kind", Entry.Kind.values)
def test_every_kind_of_entry_has_something_to_look_at_for_each_group(kind: str) -> None:
    fed = {item.feeds for item in checklist.for_kind(kind)}
    assert fed >= {"elderly", "disabled", "travellers", "prices"}
