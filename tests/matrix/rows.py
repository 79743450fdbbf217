"""Rows to try addresses on: of the demo's year where it has some, else made."""

import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import timedelta
from functools import cache
from typing import Any, cast

from django.apps import apps
from django.db import models

from huaihai.businesses.models import Business, Connection
from huaihai.cases.models import (
    Appointment,
    Case,
    Complainant,
    Evidence,
    IssuedPaper,
    LetterCode,
    PaperScan,
    Sheet,
    UploadCode,
)
from huaihai.desk.papers.official import OfficialPaper
from huaihai.kit import clock
from huaihai.members.models import Account, Organisation
from tests.matrix.making import MADE, a_row
from tests.matrix.people import main_case

type Make = Callable[[Any], Any]
type Rows = Callable[[], Iterable[Any]]

OFFICE = "320300"  # the secretariat's city: its people are more than people of a city
PER_STAGE = 2


_KEPT: list[Callable[[], None]] = []


def kept[F: Callable[..., Any]](make: F) -> F:
    """What it gives is the same for one test; what a test makes is taken back after it."""
    held = cache(make)
    _KEPT.append(held.cache_clear)
    return cast("F", held)


def forget() -> None:
    for clear in _KEPT:
        clear()
    _CHILDREN.clear()
    MADE.clear()


def name(path: str) -> Make:
    """What stands at this dotted path of the row."""

    def get(row: Any) -> Any:
        for part in path.split("."):
            row = getattr(row, part)
        return row() if callable(row) and not isinstance(row, models.Manager) else row

    return get


def always(value: Any) -> Make:
    return lambda _row: value


@dataclass(frozen=True)
class Rule:
    """What addresses of this form are about. `parts` gives the other values an address takes, from the row."""

    pattern: str
    rows: Rows
    parts: dict[str, Make]


def rule(pattern: str, rows: str | Rows = lambda: (None,), **parts: str | int | Make) -> Rule:
    """`rows` may be a model's name: one of each stage. A part: a path of the row, a number, or what makes it."""
    makes = {
        key: part if callable(part) else name(part) if isinstance(part, str) else always(part)
        for key, part in parts.items()
    }
    return Rule(pattern, by_stage(rows) if isinstance(rows, str) else rows, makes)


def by_stage(label: str, **narrowed: Any) -> Rows:
    """The first rows of each stage, those of another city than the secretariat's before others."""
    return kept(lambda: _of_each(apps.get_model(label), narrowed))


def _of_each(model: type[models.Model], narrowed: dict[str, Any]) -> list[Any]:
    field = _stage_field(model)
    rows = model._default_manager.filter(**narrowed).order_by("pk")
    stages = list(rows.order_by(field).values_list(field, flat=True).distinct()) if field else [None]
    found = []
    for stage in stages:
        held = [
            row for row in rows.filter(**{field: stage} if field else {})[:60] if (model, row.pk) not in MADE
        ]
        held.sort(key=_is_of_office)
        found += held[:PER_STAGE]
    return found


def _stage_field(model: type[models.Model]) -> str:
    return next((one.name for one in model._meta.fields if one.name in ("stage", "state")), "")


def of_life(label: str, stages: Iterable[str], own: str = "", **narrowed: Any) -> Rows:
    """One row of every stage that there can be; where the demo has none of another city than the secretariat's, one
    that is like another in all but its stage and whose it is (`own`)."""
    return kept(lambda: list(_in_every_stage(apps.get_model(label), list(stages), own, narrowed)))


def _in_every_stage(
    model: type[models.Model], stages: list[str], own: str, narrowed: dict[str, Any]
) -> Iterator[Any]:
    there = _of_each(model, narrowed)
    field = _stage_field(model)
    for stage in stages:
        clear = [row for row in there if getattr(row, field) == stage and not (own and _is_of_office(row))]
        given = {own: world_case().lead} if own else {}
        yield clear[0] if clear else like(there[0], **{field: stage}, **given)


def like[M: models.Model](row: M, **changed: Any) -> M:
    """A new row with the same in every field but these, and those in which no two may be the same."""
    columns = row._meta.concrete_fields
    held = {field.name: getattr(row, field.name) for field in columns if not field.primary_key}
    return a_row(type(row), **held | changed)


def _is_of_office(row: Any) -> bool:
    from tests.matrix.examples import relation_of

    city = relation_of(row).city
    return city is not None and city.region_code == OFFICE


def one(make: Callable[[], Any]) -> Rows:
    """A row that is made for this."""
    return kept(lambda: [make()])


def first(label: str, **narrowed: Any) -> Any:
    return apps.get_model(label)._default_manager.filter(**narrowed).order_by("pk").first()


def a_row_of(label: str, **given: Any) -> Any:
    return a_row(apps.get_model(label), **given)


# The world around the case


def city() -> Organisation:
    held = world_case().lead
    assert held is not None
    return held


def business() -> Business:
    held = world_case().business
    assert held is not None
    return held


def account(body: Organisation | None = None) -> Account:
    """The officer of a city."""
    return Account.objects.get(username=f"officer-{(body or city()).region_code}")


@kept
def connection() -> Connection:
    """For practice."""
    return a_row(Connection, business=business(), is_sandbox=True)


# Cases


@kept
def cases() -> list[Case]:
    """Of each stage the one whose relations are clearest: of a county, filed in another city."""
    found = []
    for stage in sorted({*Case.objects.values_list("stage", flat=True)}):
        rows = list(Case.objects.with_parties().filter(stage=stage).order_by("pk"))
        rows.sort(key=_unclear)
        found += rows[:PER_STAGE]
    return found


def _unclear(case: Case) -> tuple[bool, ...]:
    lead = case.lead
    return (
        lead is None,
        lead == case.home,
        lead is not None and lead.region_code == OFFICE,
        case.responsible is None or case.responsible.kind != "county",
        case.business is None or case.business.representatives.exists(),
    )


def main_cases() -> list[Case]:
    return [world_case(), *(one for one in cases() if one != world_case())]


@kept
def world_case() -> Case:
    return main_case()


@kept
def draft() -> Case:
    """Begun by a consumer, not sent."""
    held = a_row(Case, stage="draft", home=None, title="x")
    a_row(Complainant, case=held)
    return held


@kept
def brought() -> Case:
    """Read from a file of the body's, not taken over yet."""
    held = a_row(Case, stage="draft", origin=Case.Origin.IMPORTED, home=world_case().lead, title="x")
    a_row(Complainant, case=held)
    return held


def a_file(prefix: str = "") -> dict[str, Any]:
    """Columns of a picture that is there."""
    held = _picture()
    names = ("sha256", "kind", "derivative") if prefix else ("sha256", "kind", "derivative", "size")
    return {prefix + name: getattr(held, name) for name in names}


@kept
def _picture() -> Evidence:
    return Evidence.objects.filter(kind__startswith="image").exclude(derivative="").order_by("pk")[0]


@kept
def evidence(case: Case) -> Evidence:
    return a_row(Evidence, case=case, party="consumer", by="consumer", name="x.png", **a_file())


EMPTY_PAPER = dict.fromkeys((part.name for part in fields(OfficialPaper)), "") | dict.fromkeys(
    ("blocks", "signatures", "notes"), ()
)


@kept
def paper(case: Case) -> IssuedPaper:
    body = case.responsible
    return a_row(IssuedPaper, case=case, form="agreement", organisation=body, content=EMPTY_PAPER)


@kept
def scan(case: Case) -> PaperScan:
    return a_row(PaperScan, paper=paper(case), name="x.png", **a_file())


@kept
def letter(case: Case) -> LetterCode:
    return a_row(
        LetterCode,
        case=case,
        business=case.business,
        number=uuid.uuid4().hex[:9],
        expires_at=clock.now() + timedelta(days=9),
    )


SHEET, UPLOAD = "0123456789ABCDEF", "FEDCBA9876543210"


@kept
def sheet(case: Case) -> Sheet:
    from huaihai.cases.sheets import verbs

    return a_row(
        Sheet,
        case=case,
        code_hash=verbs._fingerprint(SHEET) if case == world_case() else uuid.uuid4().hex,
        expires_at=clock.now() + timedelta(days=9),
    )


@kept
def upload_code() -> UploadCode:
    from huaihai.cases.uploading import verbs

    return a_row(
        UploadCode,
        case=world_case(),
        code_hash=verbs._fingerprint(UPLOAD),
        expires_at=clock.now() + timedelta(minutes=9),
    )


@kept
def appointment(case: Case) -> Appointment:
    return a_row(Appointment, case=case, starts_at=clock.now() + timedelta(days=2), kind="room", place="x")


def of_case(row: Any) -> Case:
    held: Case = row if isinstance(row, Case) else row.case
    return held


def child(label: str, by: str, **given: Any) -> Make:
    """The key of a row of this kind that belongs to the example: one that is there, else a new one."""
    return lambda row: child_of(label, by, row, **given).pk


def child_of(label: str, by: str, row: Any, **given: Any) -> Any:
    key = (label, by, row.pk, repr(given))
    if key not in _CHILDREN:
        model = apps.get_model(label)
        there = model._default_manager.filter(**{by: row}).order_by("pk").first()
        _CHILDREN[key] = there or a_row(model, **{by: row} | given)
    return _CHILDREN[key]


_CHILDREN: dict[Any, Any] = {}
