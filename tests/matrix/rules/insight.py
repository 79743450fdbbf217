"""Numbers, narratives, call-backs, alarms, the board of the nine."""

from huaihai.insight.alarms.life import ALARM
from huaihai.insight.models import BusinessIndex, IndexRow, Night
from huaihai.insight.narratives.life import NARRATIVE
from huaihai.insight.reports import pages
from tests.matrix.rows import always, by_stage, of_life, rule

NARRATIVES = of_life("insight.Narrative", NARRATIVE.stages)


def _period() -> str:
    found = pages.snapshot(None)
    assert found is not None
    return str(next(iter(found.periods(pages.MONTHS))))


RULES = [
    rule(r"^my/<uuid:case_id>/narrative/", NARRATIVES),
    rule(r"^\^statistics/by/", axis=always("category")),
    rule(r"^\^statistics/reports/", period=lambda _row: _period()),
    rule(r"^\^data/releases/", "insight.Release", number="number", form=always("json")),
    rule(r"^\^data/city-and-trade", form=always("csv")),
    rule(
        r"^\^businesses/index/",
        lambda: BusinessIndex.objects.published()[:1],
        quarter="quarter",
        form=always("json"),
    ),
    rule(
        r"^office/insight/index/<",
        lambda: IndexRow.objects.exclude(issue__published_at=None)[:1],
        row_id="pk",
    ),
    rule(r"^data/narratives/<", by_stage("insight.Narrative", stage="published"), public_id="public_id"),
    rule(r"^office/insight/narratives/<", NARRATIVES),
    rule(r"^office/insight/callbacks/calls/", "insight.Call"),
    rule(r"^office/insight/callbacks/<", "insight.CallRound", quarter="quarter"),
    rule(r"^office/insight/redecisions/files/", "insight.RedecisionSeat"),
    rule(r"^office/insight/alarms/<", of_life("insight.Alarm", ALARM.stages)),
    rule(r"^(board|office/insight)/yearly/", year=2026, code=always("settled")),
    rule(r"^\^early-warning/", number=lambda _row: str(Night.objects.latest("day").day.year)),
    rule(r"^board/<", "governance.CharterOwner", key="key"),
]
