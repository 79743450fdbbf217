"""Two nightly runs in one process, at once."""

from datetime import datetime

from huaihai.insight.patience import patiently
from huaihai.kit.clock import ZONE

NIGHT = datetime(2026, 11, 26, 3, tzinfo=ZONE)


def test_two_runs_at_once_of_the_same_work_both_come_to_their_end() -> None:
    (inner,) = patiently("two runs", lambda: None, at=NIGHT)
    (outer,) = patiently("two runs", inner, at=NIGHT)
    outer()
    assert len(list(patiently("two runs", lambda: None, at=NIGHT))) == 1
