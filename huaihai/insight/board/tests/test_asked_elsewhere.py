"""What the board reads from a published survey and from the comparison of cities."""

import json
from datetime import date
from typing import Any

import pytest

from huaihai.insight.board import sources
from huaihai.insight.board.tests.readings import NOVEMBER, NOW
from huaihai.insight.comparing.adjusting import Stratum, compare
from huaihai.insight.models import Comparison
from huaihai.insight.months import Span
from huaihai.supervision.models import PlanVersion, Project, Release
from huaihai.supervision.tests.people import assemble, opened

pytestmark = pytest.mark.django_db
TODAY = Span(NOVEMBER, NOW)


def survey(*, measure: str = "satisfaction", shown: bool = True, **changed: Any) -> Project:
    """A survey whose results are out."""
    people = assemble()
    project = opened(people, "survey", {"measure": measure})
    index = {"value": "78.14", "low": "75.2", "high": "81.0", "n": 412}
    file = json.dumps({"scores": [{"by": "", "is": "", "n": 412, "shown": shown, "index": index}]})
    plan = PlanVersion.objects.create(
        project=project, number=1, plan={"measure": measure}, plan_hash="0" * 64, at=NOW, by="x"
    )
    release = Release.objects.create(
        project=project, number=1, file=file, sha256="0" * 64, at=NOW, by="x", published_at=NOW
    )
    facts = {"stage": "published", "registered": plan, "release": release, "published_at": NOW} | changed
    Project.objects.filter(pk=project.pk).update(**facts)
    return project


def test_the_index_of_the_newest_survey_comes_with_interval_and_count() -> None:
    project = survey()
    found = sources.satisfaction(TODAY)
    assert found is not None
    assert (found.part, found.of) == (781, 10)
    assert found.facts == {"low": "75.2", "high": "81.0", "answers": 412, "project": project.number}


@pytest.mark.parametrize("changed", [{"measure": "visitors"}, {"shown": False}, {"withdrawn_at": NOW}])
def test_no_index_from_another_survey_from_too_few_or_from_one_taken_back(changed: dict[str, Any]) -> None:
    survey(**changed)
    found = sources.satisfaction(TODAY)
    assert found is not None
    assert found.of == 0


def test_the_gap_is_read_in_tenths_of_a_point() -> None:
    strata = [Stratum("a", ("x",), 200, 170), Stratum("b", ("x",), 200, 130)]
    Comparison.objects.create(
        measure="confirmed",
        through=date(2026, 8, 1),
        content=[one.as_json() for one in compare(strata)],
        made_at=NOW,
    )
    found = sources.gap_between_cities(TODAY)
    assert found is not None
    assert (found.part, found.of) == (200, 10)
    assert found.facts == {"through": "2026-08-01"}
