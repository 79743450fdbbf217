"""The benchmark of dashboards works, and says so if a number is not the plain count's."""

import pytest

from benchmarks import dashboards, filling
from huaihai.cases.models import Case
from huaihai.insight.models import MonthCount


@pytest.mark.django_db
def test_dashboards_over_many_cases_can_be_measured_and_compared(capsys: pytest.CaptureFixture[str]) -> None:
    dashboards.filled(400, 1, filling.NOW)
    assert Case.objects.count() == 400
    assert set(dashboards.compare().values()) == {True}
    for line in dashboards.measured(filling.NOW.date(), rounds=2).values():
        assert line.queries > 0 < line.slow

    MonthCount.objects.filter(axis="pair", county="all").update(confirmed=401)

    assert [name for name, is_equal in dashboards.compare().items() if not is_equal] == ["pair"]
    assert "DIFFERS pair" in capsys.readouterr().out
