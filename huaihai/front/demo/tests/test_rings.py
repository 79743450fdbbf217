"""The whole year as a raw dump: a city's ring opens its cases and nothing else, the alliance's opens none."""

import pytest

from huaihai.cases.models import Case
from huaihai.kit import sealing
from huaihai.kit.keys.rings import ALLIANCE
from tests.keys import dump

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
CITY = "411400"


def test_everything_of_a_case_is_sealed_with_the_key_of_the_case() -> None:
    assert dump.misplaced() == []


def test_one_ring_opens_one_citys_cases_of_the_year() -> None:
    rings, of_cases = sealing.ring().rings, dump.of_cases()
    whose = {case.pk: dump.cities_of(case) for case in Case.objects.select_related("home", "lead")}
    own = {value for value, case in of_cases.items() if CITY in whose[case]}
    opened = dump.opens(rings[CITY])
    assert len(own) > 1_000
    assert own < of_cases.keys()
    assert own <= opened
    assert not (opened - own) & of_cases.keys()
    assert {name.partition(".")[0] for name, _row in opened - own} <= {"cases_consultation", "cases_callback"}
    assert not dump.opens(rings[ALLIANCE]) & of_cases.keys()
    assert dump.opens(dump.NONE) == set()
