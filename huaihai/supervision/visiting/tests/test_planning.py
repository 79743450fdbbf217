"""The plan, the draw and who goes where."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.utils.http import urlencode

from huaihai.businesses.models import Place
from huaihai.desk import lots
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.supervision import verbs
from huaihai.supervision.models import Draw, PlaceDrop, Project, SampledPlace, VisitAssignment
from huaihai.supervision.tests import people as staff
from huaihai.supervision.tests.people import MONDAY
from huaihai.supervision.visiting import facts, sampling
from huaihai.supervision.visiting import plan as visiting_plan
from huaihai.supervision.visiting.pages import fitting
from huaihai.supervision.visiting.plan import parse
from huaihai.supervision.visiting.plan_forms import PlanForm, plan_initial
from huaihai.supervision.visiting.tests import scene as scenes
from huaihai.supervision.visiting.tests.scene import PLAN, Scene

LATER = MONDAY + timedelta(hours=1)


def test_a_whole_plan_lacks_nothing_an_empty_one_says_what_and_a_comma_means_not_every_place() -> None:
    assert visiting_plan.problems(PLAN) == []
    said = visiting_plan.problems({})
    assert len(said) >= 5
    assert all(sentence.endswith((".", "。")) for sentence in said)
    form = PlanForm(QueryDict(urlencode(plan_initial(PLAN) | {"words": "书店，", "seen": 1})), seen=1)
    assert form.is_valid(), form.errors
    assert form.plan({})["frame"] == {"words": ["书店"], "category": ""}


@pytest.mark.parametrize(
    "change",
    [
        {"items": []},
        {"items": [PLAN["items"][0], PLAN["items"][0]]},
        {"items": [{**PLAN["items"][0], "good": ["perhaps"]}]},
        {"items": [{**PLAN["items"][1], "options": []}]},
        {"items": [{**PLAN["items"][2], "low": 5, "high": 5}]},
        {"items": [{**PLAN["items"][4], "codes": []}]},
        {"items": [{**PLAN["items"][0], "coded": True}]},
        {"items": [{**PLAN["items"][0], "good": []}]},
        {"items": [{**PLAN["items"][0], "key": "Ä"}]},
        {"frame": {"words": [], "category": ""}},
        {"frame": {"words": ["", " "], "category": ""}},
        {"seed": ""},
        {"script": []},
        {"show_from": 2},
        {"places_per_city": 0},
        {"visits_per_place": 9},
        {"alpha": {"minimum": "1.5"}},
        {"names": "all"},
        {"items": "nonsense"},
        {"items": [{"key": "a", "name": "b", "type": "song"}]},
        {"alpha": {"minimum": "much"}},
    ],
)
def test_each_flaw_of_a_plan_is_said(change: dict[str, Any]) -> None:
    assert visiting_plan.problems({**PLAN, **change})


@pytest.mark.django_db
class TestDraw:
    def test_the_places_of_the_trade_are_drawn_once_by_lot_and_can_be_drawn_again(self) -> None:
        held = scenes.running()
        planned = staff.opened(held.people, Project.Kind.VISIT, PLAN)
        for project, by, refusal in (
            (planned, held.people.leader, NotPossible),  # neither registered nor begun
            (held.project, held.people.partner, NotAllowed),
        ):
            with pytest.raises(refusal):
                sampling.draw(project, by=by, at=LATER)
        draws = sampling.draw(held.project, by=held.people.leader, at=LATER)
        assert [draw.frame_size for draw in draws] == [8, 8]
        for draw in Draw.objects.all():
            fitting = sampling.frame_of(parse(PLAN), draw.city)
            ids = {str(pk) for pk in fitting.values_list("pk", flat=True)}
            assert all("书店" in place.sign for place in fitting)
            assert draw.order == lots.order_of(PLAN["seed"], ids)
            assert draw.frame_hash == lots.frame_hash(ids)
            drawn = [str(pk) for pk in draw.sample.order_by("rank").values_list("place_id", flat=True)]
            assert drawn == draw.order[:6]
        with pytest.raises(NotPossible):
            sampling.draw(held.project, by=held.people.leader, at=LATER)

    def test_where_no_place_fits_anywhere_nothing_is_drawn_and_it_can_be_drawn_later(self) -> None:
        held = scenes.running()
        Place.objects.update(region_code="110101")  # of no city that takes part
        with pytest.raises(NotPossible):
            sampling.draw(held.project, by=held.people.leader, at=LATER)
        assert not Draw.objects.exists()
        Place.objects.update(region_code=held.people.lead_body.region_code)
        sampling.draw(held.project, by=held.people.leader, at=LATER)

    def test_before_registration_each_city_says_how_many_places_fit(self) -> None:
        held = scenes.running()
        for words, many in ((["书店"], 8), (["没有这样的店"], 0), (["", " "], 0)):
            told = fitting(held.project, replace(parse(PLAN), words=tuple(words)))
            assert [n for _body, n in told] == [many, many], words

    def test_a_dropped_place_is_replaced_by_the_next_lot_until_there_is_none(self, held: Scene) -> None:
        for rank in (7, 8, None):
            first = facts.sample(held.project).filter(draw__city=held.people.partner_body).first()
            assert first is not None
            last = sampling.drop_place(first, reason="closed", by=held.people.partner, at=LATER)
            assert (last.rank if last else None) == rank
        assert PlaceDrop.objects.count() == 3
        assert facts.sample(held.project).filter(draw__city=held.people.partner_body).count() == 5

    def test_a_place_is_dropped_only_with_a_reason_by_those_it_concerns_and_once(self, held: Scene) -> None:
        place = facts.sample(held.project).filter(draw__city=held.people.lead_body).first()
        assert place is not None
        for reason, note in (("", ""), ("other", " "), ("invented", "x")):
            with pytest.raises(Unfit):
                sampling.drop_place(place, reason=reason, note=note, by=held.people.leader, at=LATER)
        with pytest.raises(NotAllowed):
            sampling.drop_place(place, reason="closed", by=held.people.partner, at=LATER)
        sampling.drop_place(place, reason="other", note="在装修", by=held.people.leader, at=LATER)
        with pytest.raises(NotPossible):
            sampling.drop_place(place, reason="closed", by=held.people.leader, at=LATER)


@pytest.mark.django_db
class TestAssigning:
    def test_each_place_is_visited_by_different_people_and_collecting_ends_when_it_was(
        self, held: Scene
    ) -> None:
        pairs = list(VisitAssignment.objects.values_list("sampled_id", "account_id"))
        assert len(pairs) == len(set(pairs)) == 24
        assert set(Counter(place for place, _account in pairs).values()) == {2}
        assert set(Counter(account for _place, account in pairs).values()) == {6}
        assert not facts.short_places(held.project, parse(PLAN)) < 12
        with pytest.raises(NotPossible, match="12"):
            verbs.finish(held.project, by=held.people.leader, at=LATER)
        assert SampledPlace.objects.count() == 12

    def test_what_was_taken_back_is_given_to_somebody_else(self, held: Scene) -> None:
        first = scenes.visits_of(held, 0)[0]
        sampling.take_back(first, by=held.people.leader, at=LATER)
        made = sampling.share_out(
            held.project,
            held.people.lead_body,
            held.visitors[2:],
            due_on=date(2026, 12, 24),
            by=held.people.leader,
            at=LATER,
        )
        assert [one.sampled_id for one in made] == [first.sampled_id]
        assert made[0].account_id == held.visitors[2].pk
        with pytest.raises(NotPossible):
            sampling.take_back(first, by=held.people.leader, at=LATER)

    def test_too_few_people_strangers_and_days_that_are_over_are_refused(self) -> None:
        held = scenes.running()
        sampling.draw(held.project, by=held.people.leader, at=LATER)
        body, leader = held.people.lead_body, held.people.leader
        day = date(2026, 12, 1)
        for people, due in (
            ([], day),
            (held.visitors[:1], day),
            (held.visitors[:2], date(2026, 11, 1)),
        ):
            with pytest.raises(Unfit):
                sampling.share_out(held.project, body, people, due_on=due, by=leader, at=LATER)
        with pytest.raises(NotAllowed):
            sampling.share_out(
                held.project, body, held.visitors[:2], due_on=day, by=held.people.partner, at=LATER
            )
        assert not VisitAssignment.objects.exists()
