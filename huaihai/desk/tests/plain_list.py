"""A list of bodies, for the tests of lists."""

from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import include, path

from huaihai.desk.lists import Choice, List, Search, by
from huaihai.desk.tables import Cell, Column, Tag
from huaihai.desk.verbs import Offered
from huaihai.members.models import Organisation

DAY = date(2026, 11, 26)
LATE = datetime(2026, 11, 25, 17, 30, tzinfo=UTC)


def _found(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    return rows.filter(name__contains=words)


BODIES = List[Organisation](
    "Bodies",
    rows=lambda _request: Organisation.objects.filter(key__startswith="b-").order_by("key"),
    columns=(
        Column("Key", lambda body: Cell(body.key, f"/b/{body.key}/", lines=["=1+1"]), sort=("key",)),
        Column("Name", lambda body: body.name),
        Column("Since", lambda _body: DAY),
        Column("Kind", lambda body: Tag(body.kind, "ok")),
        Column("Number", lambda _body: 1234, is_number=True),
    ),
    choices=(
        Choice("kind", "Which", by("kind", [("branch", "Branches")], "All")),
        Choice("none", "For others", lambda _request: {}, as_menu=True),
        Choice(
            "end",
            "Ending",
            lambda _request: {"": ("Any", Q()), "3": ("Three", Q(key__endswith="3"))},
            as_menu=True,
        ),
    ),
    search=Search(_found, "Words"),
    empty="Nobody is here.",
    buttons=lambda _request: [Offered("/new/", "New body")],
    links=lambda _request: [("Bodies", "/bodies/"), ("Plain", "/plain/")],
    file="bodies",
    per_page=4,
)
MOMENTS = List[Organisation](
    "Moments",
    rows=lambda _request: Organisation.objects.filter(key="b-1"),
    columns=(Column("At", lambda _body: LATE),),
    empty="",
    file="moments",
)
WITHOUT_FILE = List[Organisation]("Plain", rows=BODIES.rows, columns=BODIES.columns, empty="")

urlpatterns = [
    path("bodies/", BODIES.view),
    path("moments/", MOMENTS.view),
    path("plain/", WITHOUT_FILE.view),
    path("", include("huaihai.urls")),
]
