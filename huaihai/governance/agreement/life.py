"""The life of a version of the agreement, and the day from which it is in force."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.desk.lives import NEW, Life

RECORDED, DRAFT, OPEN, IN_FORCE, WITHDRAWN = "recorded", "draft", "open", "in_force", "withdrawn"
STORED = (RECORDED, DRAFT, OPEN, WITHDRAWN)

AGREEMENT = Life(
    _("version of the agreement"),
    {
        RECORDED: pgettext_lazy("agreement", "known from reports"),
        DRAFT: pgettext_lazy("agreement", "draft"),
        OPEN: pgettext_lazy("agreement", "open for signing"),
        IN_FORCE: pgettext_lazy("agreement", "in force"),
        WITHDRAWN: pgettext_lazy("agreement", "withdrawn"),
    },
    {
        "begin": {NEW: DRAFT},
        "revise": {DRAFT: DRAFT},
        "open": {DRAFT: OPEN},
        "sign": {OPEN: OPEN, IN_FORCE: IN_FORCE},
        "come into force": {OPEN: IN_FORCE},
        "withdraw": {DRAFT: WITHDRAWN, OPEN: WITHDRAWN},
    },
)


@dataclass(frozen=True)
class Span[Body: Hashable]:
    """The time in which a body is a member; the last day counts, None is until further notice."""

    body: Body
    from_on: date
    until_on: date | None

    def holds_on(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


def spans_from(rows: Iterable[Mapping[str, str]]) -> list[Span[str]]:
    """Memberships as files and the record write them: body, `from`, `until` (empty: no end). Raises ValueError."""
    return [
        Span(
            row["body"],
            date.fromisoformat(row["from"]),
            date.fromisoformat(row["until"]) if row["until"] else None,
        )
        for row in rows
    ]


def first_day[Body: Hashable](
    spans: Iterable[Span[Body]], signed_on: Mapping[Body, date], *, earliest: date
) -> date | None:
    """The first day from `earliest` on of which every member has signed by then; None as things stand: never.

    Who is a member changes on few days, so only those are looked at. A day without any member is none.
    """
    held = list(spans)
    turns = {earliest, *signed_on.values()}
    turns |= {span.from_on for span in held}
    turns |= {
        span.until_on + timedelta(days=1) for span in held if span.until_on and span.until_on < date.max
    }
    return next((day for day in sorted(turns) if day >= earliest and _all_signed(held, signed_on, day)), None)


def _all_signed[Body: Hashable](held: list[Span[Body]], signed_on: Mapping[Body, date], day: date) -> bool:
    members = {span.body for span in held if span.holds_on(day)}
    return bool(members) and all(signed_on.get(body, date.max) <= day for body in members)
