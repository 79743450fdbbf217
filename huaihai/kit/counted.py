"""What this process has answered, for whoever watches it (`/metrics`): numbers alone."""

import math
import time
from bisect import bisect_left
from threading import Lock
from typing import Final

BOUNDS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 2.5, 5.0, 10.0)  # seconds
BEGAN_AT: Final = time.time()


class _Counts:
    """All since the start."""

    by_status: dict[int, int] = {}
    by_duration = [0] * (len(BOUNDS) + 1)
    seconds = 0.0
    kept_pages = 0
    told_to_wait = 0
    last_at = -math.inf  # on the clock that only goes forward


_lock = Lock()


def answered(status: int, seconds: float) -> None:
    """One more request that Django answered."""
    place = bisect_left(BOUNDS, seconds)
    with _lock:
        _Counts.by_status[status] = _Counts.by_status.get(status, 0) + 1
        _Counts.by_duration[place] += 1
        _Counts.seconds += seconds
        _Counts.last_at = time.monotonic()


def since_last() -> float:
    """Seconds since Django answered the last request; infinite if there was none."""
    return time.monotonic() - _Counts.last_at


def kept_page() -> None:
    """One more that was made before; two at once may count as one."""
    _Counts.kept_pages += 1


def told_to_wait() -> None:
    """One more reader for whom there was no room (`kit.rush`); two at once may count as one."""
    _Counts.told_to_wait += 1


def lines() -> list[str]:
    """In the text format of Prometheus."""
    with _lock:
        by_status, by_duration = dict(_Counts.by_status), list(_Counts.by_duration)
        seconds, kept = _Counts.seconds, _Counts.kept_pages
    found = ["# TYPE huaihai_requests_total counter"]
    found += [f'huaihai_requests_total{{status="{status}"}} {n}' for status, n in sorted(by_status.items())]
    found.append("# TYPE huaihai_request_seconds histogram")
    so_far = 0
    for bound, n in zip((*BOUNDS, "+Inf"), by_duration, strict=True):
        so_far += n
        found.append(f'huaihai_request_seconds_bucket{{le="{bound}"}} {so_far}')
    found += [f"huaihai_request_seconds_sum {seconds:.6f}", f"huaihai_request_seconds_count {so_far}"]
    found += ["# TYPE huaihai_kept_pages_total counter", f"huaihai_kept_pages_total {kept}"]
    found += [
        "# TYPE huaihai_told_to_wait_total counter",
        f"huaihai_told_to_wait_total {_Counts.told_to_wait}",
    ]
    return [*found, "# TYPE process_start_time_seconds gauge", f"process_start_time_seconds {BEGAN_AT:.3f}"]
