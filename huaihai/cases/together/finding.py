"""Open complaints alike to one: about the same business, of the last months, in all cities, each with why.

Two reasons that people read, and no score: the same problem of the tree, or much the same words. What an officer reads
of each follows who may read what (`cases.desk.alike`).
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from huaihai.cases.desk import alike
from huaihai.cases.desk.alike import Alike
from huaihai.cases.models import Case, TogetherCase
from huaihai.cases.together.life import STILL_OPEN
from huaihai.members.actors import Actor

LOOK_BACK = timedelta(days=183)
LOOKED_AT = 500  # the newest complaints about the business
MOST = 200  # on the page; once these are asked, the page offers the next


def alike_to(case: Case, *, actor: Actor, at: datetime) -> list[Alike]:
    """The newest first, without those that are in a binder or were asked for that of this case. Five queries."""
    found = _reasons(case, at)
    rows = alike.as_read(found, actor) if found else []
    return sorted(rows, key=lambda one: one.received_on, reverse=True)


def _reasons(case: Case, at: datetime) -> dict[UUID, str]:
    if case.business_id is None:
        return {}
    pairs, found = _pairs(case), {}
    for other in _rows(case, at):
        if case.problem and other.problem == case.problem:
            found[other.pk] = TogetherCase.Why.PROBLEM.value
        elif alike.likeness(pairs, _pairs(other)) >= alike.ALIKE:
            found[other.pk] = TogetherCase.Why.WORDS.value
        if len(found) == MOST:
            break
    return found


def _rows(case: Case, at: datetime) -> "QuerySet[Case, Any]":
    living = TogetherCase.objects.living()
    of_other = TogetherCase.objects.filter(case=OuterRef("pk"))
    known = of_other.filter(together__in=living.filter(case=case.pk).values("together"))
    rows: QuerySet[Case, Any] = Case.objects.filter(
        ~Exists(living.filter(case=OuterRef("pk"))),
        ~Exists(known),
        business=case.business_id,
        stage__in=STILL_OPEN,
        submitted_at__gte=at - LOOK_BACK,
    )
    rows = rows.exclude(pk=case.pk).order_by("-submitted_at", "pk")
    return rows.only("title", "story", "problem", "home", "consumer_at")[:LOOKED_AT]


def _pairs(case: Case) -> frozenset[str]:
    return alike.pairs_of(f"{case.title}\n{case.story}")
