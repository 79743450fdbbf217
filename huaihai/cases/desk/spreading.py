"""Nearly the same text against other businesses: a form letter, a chain letter, or one fraud under many names of shops.

Looked for among the files that the officer may see, through the sketches of the search (`cases.search.sketches`) under
the key of the officer's city; what they propose is opened and compared. It says so and never merges.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from huaihai.cases import numbers
from huaihai.cases.desk.lists import address
from huaihai.cases.models import Case, SearchBand
from huaihai.cases.search import sketches, texts
from huaihai.desk import tables
from huaihai.desk.tables import Cell, Column
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor

LOOK_BACK: Final = timedelta(days=60)
OPENED: Final = 60  # of those that a sketch proposes, the newest
NEAR: Final = 0.5  # of all shingles stand in both
FEWEST: Final = 3  # other files, before anything is said


def of_case(case: Case, *, actor: Actor, at: datetime) -> list[Case]:
    """The newest first; none of fewer than three. One query, two where the sketches propose any."""
    node = actor.organisation
    if node is None or not node.city_code or not actor.may_open_files:
        return []
    proposed = _proposed(case, node.city_code, actor=actor, at=at)
    if len(proposed) < FEWEST:
        return []
    names = texts.names_of([case, *proposed])
    own = _shingles(case, names[case.pk])
    found = [one for one in proposed if sketches.nearness(own, _shingles(one, names[one.pk])) >= NEAR]
    return found if len(found) >= FEWEST else []


def _proposed(case: Case, city: str, *, actor: Actor, at: datetime) -> list[Case]:
    own = SearchBand.objects.filter(doc__case=case.pk, doc__city=city).values("token")
    same = SearchBand.objects.filter(token__in=own, doc__city=city).values("doc__case")
    rows: Any = Case.objects.visible_to(actor).filter(pk__in=same, submitted_at__gte=at - LOOK_BACK)
    rows = rows.exclude(pk=case.pk).exclude(stage="linked")
    if case.business_id is not None:
        rows = rows.filter(Q(business=None) | ~Q(business=case.business_id))
    return list(rows.order_by("-submitted_at", "pk")[:OPENED])


def _shingles(case: Case, names: list[str]) -> frozenset[str]:
    return sketches.shingles(f"{case.title}\n{case.story}", without=names)


def table(rows: list[Case]) -> tables.Table:
    """What its page lists."""
    names = texts.names_of(rows)
    columns: list[Column[Case]] = [
        Column(
            _("Case"),
            lambda row: Cell(numbers.short(row.number or ""), address(row.pk), lines=[row.title]),
        ),
        Column(_("Business"), lambda row: next(filter(None, reversed(names[row.pk])), "")),
        Column(_("Received"), lambda row: local_day(row.submitted_at) if row.submitted_at else None),
        Column(_("Stage"), lambda row: row.stage_info.desk),
    ]
    return tables.table(say("Nearly the same text"), columns, rows)
