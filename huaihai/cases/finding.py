"""What the field of every page finds of cases (named in `reactions.FIND`)."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.cases import life, numbers
from huaihai.cases.desk.lists import matching
from huaihai.cases.models import Case
from huaihai.cases.situation import READING
from huaihai.desk.finding import MOST, Found, Hit
from huaihai.desk.sought import SOUGHT
from huaihai.members.actors import Actor

TITLE = pgettext_lazy("place", "Cases")


def find(actor: Actor, words: str) -> Found | None:
    """The one case with this number, else the newest in which the words stand."""
    if not actor.roles & set(READING):
        return None
    rows = Case.objects.visible_to(actor).exclude(stage__in=("draft", "abandoned"))
    with_number = rows.filter(number=_number_in(words)).first()
    if with_number is not None:
        return Found(TITLE, [_hit(with_number)], is_exact=True)
    hits = [_hit(case) for case in _newest(rows, words)]
    return Found(TITLE, hits, SOUGHT.address(reverse("desk"), words))


def _newest(rows: QuerySet[Case, Any], words: str) -> QuerySet[Case, Any]:
    found = matching(rows, words).select_related("business").defer("story")
    return found.order_by("-created_at", "-pk")[:MOST]


def _hit(case: Case) -> Hit:
    parts = (case.number, case.business.name if case.business else "", life.STAGES[case.stage].desk)
    note = " · ".join(str(part) for part in parts if part)
    return Hit(case.title or _("No title"), reverse("desk-case", args=[case.pk]), note)


def _number_in(words: str) -> str:
    try:
        return numbers.checked_number(words)
    except numbers.BadNumber:
        return ""
