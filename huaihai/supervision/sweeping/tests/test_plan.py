"""What a plan must hold before it can be registered, and what hinders a sweep's steps."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huaihai.desk.lives import NotPossible
from huaihai.supervision import releasing, verbs
from huaihai.supervision.models import Finding, Project
from huaihai.supervision.sweeping import measures, tracking
from huaihai.supervision.sweeping.plan import parse, problems, unresolved, written
from huaihai.supervision.sweeping.subject import hindrances
from huaihai.supervision.sweeping.tests.scene import DAY, MONDAY, PLAN, elsewhere, gym, inspected
from huaihai.supervision.tests.people import People, opened
from tests.effort import examples

_LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
_JSON = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


def test_a_whole_plan_lacks_nothing_and_reads_back_as_it_was() -> None:
    assert problems(PLAN) == []
    assert written(parse(PLAN)) == PLAN


@pytest.mark.parametrize(
    ("change", "item", "said"),
    [
        ({"trade": "X99"}, {}, 1),
        ({"what": " "}, {}, 1),
        ({"week": ["2026-12-07"]}, {}, 1),
        ({"week": ["2026-12-13", "2026-12-07"]}, {}, 1),
        ({"week": ["2026-12-07", "2026-12-31"]}, {}, 1),
        ({"week": ["2026-13-07", "2026-12-31"]}, {}, 1),
        ({"target": 0}, {}, 1),
        ({"target": 10**9}, {}, 1),
        ({"cure_days": {"minor": 15, "serious": 7, "grave": 0}}, {}, 1),
        ({"follow": {"minor": [], "serious": ["advice"], "grave": ["talk"]}}, {}, 1),
        ({"items": []}, {}, 1),
        ({}, {"basis": []}, 1),
        ({}, {"name": "", "finding": ""}, 1),
        ({}, {"basis": ["《不存在的法》第三条"]}, 2),
        ({}, {"basis": ["《消费者权益保护法》第九百条"]}, 1),
        ({}, {"key": "price"}, 1),
        ({}, {"key": "Großes/"}, 1),
    ],
)
def test_what_is_missing_is_said_in_one_sentence(
    change: dict[str, Any], item: dict[str, Any], said: int
) -> None:
    plan = deepcopy(PLAN)
    plan["items"][1] |= item
    assert len(problems(plan | change)) == said


@pytest.mark.parametrize(
    "line",
    [
        "《消费者权益保护法》第二十条",
        "消法20",
        "GB 4706.1 的警示要求",
        "《民法典》第四百九十六条之外没有别的",
    ],
)
def test_a_line_that_names_no_unknown_article_passes(line: str) -> None:
    assert [cited for cited in unresolved(line) if "民法典" not in cited] == []


@settings(max_examples=examples(30, long=300))
@given(st.dictionaries(st.sampled_from([*PLAN, "other"]), _JSON, max_size=8))
def test_any_json_is_read_and_answered_in_sentences(plan: dict[str, Any]) -> None:
    assert problems(plan)
    assert problems(written(parse(plan)))


@pytest.mark.django_db
class TestHindrances:
    def test_it_begins_in_its_week_with_two_cities(self, people: People) -> None:
        project = opened(people, "sweep", PLAN)
        verbs.register(project, by=people.leader, at=MONDAY - DAY)
        for day, many in ((-1, 1), (0, 0), (7, 1)):
            assert len(hindrances(project, "start", at=MONDAY + day * DAY)) == many
        project.cities.first().delete()  # type: ignore[union-attr]  # two take part
        assert len(hindrances(project, "start", at=MONDAY)) == 1

    def test_it_ends_with_its_week_or_with_all_its_places(self, people: People, project: Project) -> None:
        assert len(hindrances(project, "finish", at=MONDAY + 8 * DAY)) == 1  # nothing was checked
        inspected(project, gym(), by=people.leader)
        assert len(hindrances(project, "finish", at=MONDAY)) == 1
        assert hindrances(project, "finish", at=MONDAY + 7 * DAY) == []
        inspected(project, gym("演示二店", digit="8"), by=people.leader, number=2)
        elsewhere(project, people, number=3)
        assert hindrances(project, "finish", at=MONDAY) == []

    def test_it_is_released_once_somebody_sees_to_everything(
        self, people: People, project: Project, locked: Finding
    ) -> None:
        verbs.finish(project, by=people.leader, at=MONDAY + 7 * DAY)
        with pytest.raises(NotPossible):
            releasing.release(project, by=people.leader, at=MONDAY + 8 * DAY)
        measures.advise([locked], text="请打开。", by=people.leader, at=MONDAY)
        assert hindrances(project, "release", at=MONDAY + 8 * DAY) == []
        for act in tracking.due_acts(MONDAY + 8 * DAY):
            act()
        assert hindrances(project, "release", at=MONDAY + 8 * DAY) == []
        assert len(hindrances(project, "release", at=MONDAY + 20 * DAY)) == 1  # the re-check is overdue
        assert releasing.release(project, by=people.leader, at=MONDAY + 8 * DAY).number == 1
