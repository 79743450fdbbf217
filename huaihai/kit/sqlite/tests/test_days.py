"""On which day a moment lies, as the database says it and as the program does."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huaihai.kit.clock import ZONE, local_day

YEAR = timedelta(days=365.25)
moments = st.timedeltas(-30 * YEAR, 7000 * YEAR).map(lambda since: datetime(2026, 1, 1, tzinfo=UTC) + since)


def day_of(moment: datetime | None) -> str | None:
    ops = connection.ops
    sql, params = ops.datetime_cast_date_sql("%s", (ops.adapt_datetimefield_value(moment),), ZONE.key)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql}", params)
        found: str | None = cursor.fetchone()[0]
        return found


@pytest.mark.django_db
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moments, st.sampled_from([0, 1]))
def test_a_day_begins_here_at_midnight(moment: datetime, microseconds: int) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL knows days itself")
    midnight = moment.replace(hour=16, minute=0, second=0, microsecond=0)
    for one in (moment, midnight, midnight - timedelta(microseconds=1 - microseconds)):
        assert day_of(one) == local_day(one).isoformat()
    assert day_of(None) is None
