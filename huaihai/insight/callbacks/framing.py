"""The frame of a quarter: every case received in it whose outcome is unknown, with its city and kind of trade."""

from datetime import datetime, time
from typing import Final

from django.db.models import QuerySet

from huaihai.cases.models import Case
from huaihai.insight.callbacks.quarters import Quarter
from huaihai.insight.outcomes import Outcome, outcome_of
from huaihai.kit.clock import ZONE
from huaihai.law import kinds
from huaihai.members.models import Organisation

GOODS: Final = "goods"
SERVICES: Final = "services"  # and everything else
GOODS_CODES = frozenset(kind.code for kind in kinds.GOODS)
UNKNOWN_RESULTS = [
    result for result in ("", *Case.Result.values) if outcome_of("closed", result) is Outcome.UNKNOWN
]


def frame_of(quarter: Quarter) -> list[list[str]]:
    """[case, city's code, kind of trade], in order of ids. Cases without a home city are nobody's to call."""
    codes = {city.path: city.region_code for city in Organisation.objects.cities()}
    frame = []
    for pk, path, category in (
        _unknown(quarter).order_by("pk").values_list("pk", "home__path", "category").iterator()
    ):
        if city := _city_of(path or "", codes):
            frame.append([str(pk), city, kind_of(category)])
    return frame


def is_any(quarter: Quarter) -> bool:
    """Whether there is anything to draw from."""
    return _unknown(quarter).exists()


def kind_of(category: str) -> str:
    """The kind of trade of a category's code."""
    return GOODS if category in GOODS_CODES else SERVICES


def _unknown(quarter: Quarter) -> QuerySet[Case]:
    return Case.objects.filter(
        submitted_at__gte=_midnight(quarter),
        submitted_at__lt=_midnight(quarter.after),
        stage="closed",
        result__in=UNKNOWN_RESULTS,
    )


def _city_of(path: str, codes: dict[str, str]) -> str:
    return next((code for city, code in codes.items() if path.startswith(city)), "")


def _midnight(quarter: Quarter) -> datetime:
    return datetime.combine(quarter.first_on, time.min, ZONE)
