"""The benchmark of the search works, and finds what a plain scan finds."""

import pytest

from benchmarks import filling, searching
from tests import cast


@pytest.mark.django_db
def test_the_search_over_many_cases_can_be_measured_and_compared(capsys: pytest.CaptureFixture[str]) -> None:
    people = cast.assemble(filling.NOW)
    searching.fill(120, people, filling.NOW)

    assert searching.compare(people.wang, 10) == 0
    lines = searching.measured(people.wang, rounds=2)

    assert lines["a word of many"].hits > 0 == lines["absent"].hits
    searching._print({"city": lines}, {"city": lines})
    assert "120 indexed" in capsys.readouterr().out
