"""The files of an issue: canonical JSON, and its rows as CSV. Shares are told in thousandths."""

import csv
import io
from collections.abc import Iterable
from hashlib import sha256
from typing import Any, Final

from huaihai.insight.indexing import grouping
from huaihai.insight.indexing.counting import Measure
from huaihai.insight.models import BusinessIndex, IndexCorrection, IndexRow
from huaihai.kit.canonical import canonical
from huaihai.kit.cells import cell
from huaihai.kit.clock import local_day

SCHEMA: Final = "huaihai-index/1"
OF_MEASURE: Final = ("cases", "hits", "share", "low", "high", "peers", "band")
COLUMNS: Final = (
    *("code", "name", "trade", "city", "size", "group"),
    *(f"{measure}_{name}" for measure in Measure for name in OF_MEASURE),
)


def files_of(issue: BusinessIndex) -> tuple[bytes, bytes]:
    """JSON and CSV of an issue that has its number, before they are signed."""
    rows = issue.rows.filter(is_out=False).select_related("business").order_by()
    lines = sorted((_line(row) for row in rows), key=lambda line: (str(line[0]), str(line[1])))
    table = _csv(lines)
    told = {
        "schema": SCHEMA,
        "number": issue.number,
        "quarter": issue.quarter,
        "since": issue.since.isoformat(),
        "until": issue.until.isoformat(),
        "frozen_on": local_day(issue.frozen_at).isoformat() if issue.frozen_at else None,
        "published_on": local_day(issue.published_at).isoformat() if issue.published_at else None,
        "is_demo": issue.is_demo,
        "previous": issue.previous_hash or None,
        "csv_sha256": sha256(table).hexdigest(),
        "limits": {
            "cases": grouping.LEAST_CASES,
            "businesses": grouping.LEAST_BUSINESSES,
            "cases_together": grouping.LEAST_TOGETHER,
            "interval": 900,
        },
        "groups": issue.groups,
        "columns": list(COLUMNS),
        "rows": lines,
        "corrections": [correction_line(one) for one in corrections_done()],
    }
    return canonical(told), table


def corrections_done() -> Iterable[IndexCorrection]:
    """Every row of a published issue that was changed, the oldest first."""
    rows = IndexCorrection.objects.exclude(done_at=None).exclude(row__issue__published_at=None)
    return rows.select_related("row__issue", "row__business").order_by("done_at", "pk")


def correction_line(one: IndexCorrection) -> dict[str, Any]:
    """A correction as files say it; who decided stays in the record."""
    return {
        "quarter": one.row.issue.quarter,
        "code": one.row.business.code,
        "on": local_day(one.done_at).isoformat() if one.done_at else None,
        "reason": one.reason,
        "from": one.before,
        "to": one.after or None,
    }


def _line(row: IndexRow) -> list[str | int | None]:
    told = (row.measures.get(measure.value, {}) for measure in Measure)
    return [
        row.business.code,
        row.name,
        row.trade,
        row.city,
        row.size,
        row.group,
        *(one.get(name) for one in told for name in OF_MEASURE),
    ]


def _csv(lines: Iterable[list[str | int | None]]) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([cell(value) for value in line] for line in lines)
    return written.getvalue().encode()
