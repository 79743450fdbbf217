"""Whether an alarm comes out of its own counts again, and whether these are still what the cases say."""

import json
import zlib
from dataclasses import dataclass
from typing import Any

from huaihai.insight.alarms import gathering, watching
from huaihai.insight.models import Alarm, AlarmSighting, Night


@dataclass(frozen=True)
class Checked:
    """What checking one alarm's last sighting (or its first) showed.

    `is_kept`: what the engine was fed is still there and has its hash. `comes_out`: the engine, run again on it, says
    the same of this alarm; None where it could not be run. `changed`: how many counts are other ones today, because
    cases were put under another trade, business or place since; an alarm is not wrong for that.
    """

    alarm: str
    day: str
    is_kept: bool
    comes_out: bool | None
    changed: int | None
    said: dict[str, Any]

    @property
    def is_well(self) -> bool:
        """Whether nothing speaks against the alarm."""
        return self.is_kept and self.comes_out is True


def check(alarm: Alarm) -> Checked:
    """Run the engine again on what it was fed in the night in which the alarm was last seen. Raises JobFailed."""
    sighting = AlarmSighting.objects.select_related("night").get(alarm=alarm, night=alarm.seen)
    night = sighting.night
    fed = _fed(night)
    if fed is None:
        return Checked(alarm.number, str(night.day), False, None, None, sighting.said)
    answer = watching.ask(fed.given)
    same = sighting.said in answer["alarms"] and watching.hash_of(answer) == night.answer_hash
    return Checked(alarm.number, str(night.day), True, same, _changed(fed, night), sighting.said)


def _fed(night: Night) -> gathering.Fed | None:
    if night.fed is None:
        return None
    fed = gathering.Fed(json.loads(zlib.decompress(bytes(night.fed))))
    return fed if fed.hash == night.fed_hash else None


def _changed(fed: gathering.Fed, night: Night) -> int:
    """How many counts the cases give otherwise today."""
    now = gathering.gather(night.day)
    return sum(len(_rows(fed, name) ^ _rows(now, name)) for name in ("cells", "sums"))


def _rows(fed: gathering.Fed, name: str) -> set[tuple[Any, ...]]:
    return {tuple(row) for row in fed.given[name]}
