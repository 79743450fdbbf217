"""The programme of "three hearts": criteria, entries, assessment, objections, conduct, marks."""

from datetime import date, timedelta
from typing import Any

from huaihai.brands.conduct.life import PROCEEDING
from huaihai.brands.evidence import imports
from huaihai.brands.life import LOOSE
from huaihai.brands.models import Entry, ImportRun
from huaihai.brands.models.marks import MISUSE
from huaihai.cases.models import Case
from huaihai.kit import clock
from tests.matrix.rows import (
    a_file,
    a_row_of,
    account,
    always,
    business,
    by_stage,
    child,
    city,
    first,
    kept,
    like,
    of_life,
    one,
    rule,
    world_case,
)


def _rateable() -> list[Any]:
    """A case that ended lately, of a business that stands in the directory."""
    known = Entry.objects.directory().values("business")
    rows = Case.objects.with_parties().filter(business__in=known, stage="closed").order_by("-stage_since")
    return list(rows[:1]) or [world_case()]


@kept
def _loose() -> Any:
    return a_row_of("brands.LooseNomination", city=city(), stage=next(iter(LOOSE.stages)))


def _ending_basis() -> Any:
    ending = {"end_proposed_at": clock.now(), "end_proposed_by": "x", "end_proposed_for": city()}
    return like(first("brands.Basis"), **ending)


def _objection_with_paper() -> Any:
    return like(first("brands.NoticeObjection"), **a_file("paper_"))


def _list_handed_in() -> Any:
    about = ImportRun.About.values[0]
    read = imports.ReadList(about=about, rows=(), refused=(), left_out=(), sha256="0" * 64)
    packed = imports.packed(read, imports.About("x", date(2026, 1, 1), date(2026, 1, 31)))
    return a_row_of("brands.HandedInList", handed_for=city(), state="waiting", packed=packed)


def _proceeding_with_panel() -> Any:
    held = first("brands.Proceeding")
    a_row_of("brands.PanelSeat", proceeding=held, account=account(), body=city(), round=1)
    return held


def _statement_file() -> Any:
    held = first("brands.Statement")
    return a_row_of("brands.StatementFile", statement=held, entry=held.entry, name="x.png", **a_file())


@kept
def _misuse() -> Any:
    stage = next(iter(MISUSE.stages))
    return a_row_of("brands.MisuseReport", stage=stage, number="M-0000-0000", **a_file("photo_"))


def _revisit_photo(entry: Any) -> Any:
    return a_row_of("brands.RevisitPhoto", revisit=entry.revisits.first(), **a_file()).pk


def _slip_sheet(entry: Any) -> Any:
    until = clock.today() + timedelta(days=9)
    writer = account(entry.body)
    return a_row_of("brands.SlipSheet", entry=entry, account=writer, expires_on=until, slips_count=1).pk


PROCEEDINGS = of_life("brands.Proceeding", PROCEEDING.stages)
REVISIT = child("brands.Revisit", "entry")
RULES = [
    rule(r"^my/<uuid:case_id>/rating/", _rateable),
    rule(r"^office/brands/decision/", "brands.PairDecision"),
    rule(r"^office/brands/programme/basis/<.*/end/(confirm|back)", one(_ending_basis)),
    rule(r"^office/brands/programme/basis/<", "brands.Basis"),
    rule(r"brands/.*criteria/<", "brands.CriteriaVersion", number="number"),
    rule(r"^\^brands/scores/", "brands.ScoreFile", day=lambda row: row.as_of.isoformat()),
    rule(r"^brands/nominate/<", by_stage("brands.Entry", stage="held"), pk="business_id"),
    rule(r"^office/brands/nominate/<", lambda: [business()]),
    rule(r"^office/brands/nominations/<", lambda: [_loose()], business=lambda _row: business().pk),
    rule(r"^office/brands/money/<", one(lambda: a_row_of("brands.MoneyReport"))),
    rule(r"^office/brands/assessing/<", "brands.AssessorSeat"),
    rule(r"^\^brands/notice/", "brands.NoticeObjection", number="number"),
    rule(r"^office/brands/objections/<.*paper", one(_objection_with_paper)),
    rule(r"^office/brands/objections/", "brands.NoticeObjection"),
    rule(r"^office/brands/imports/<", one(_list_handed_in)),
    rule(r"^office/brands/<uuid:pk>/revisits/photo/", "brands.Entry", photo=_revisit_photo),
    rule(r"^office/brands/<uuid:pk>/revisits/<", "brands.Entry", revisit=REVISIT),
    rule(r"^office/brands/<uuid:pk>/slips/<", "brands.Entry", sheet=_slip_sheet, number=1),
    rule(r"^office/brands/<uuid:pk>/words/<", "brands.Rating", pk="entry_id", rating_id="pk"),
    rule(r"^brands/rating/<", code=always("0000000000")),
    rule(r"^office/brands/proceedings/<.*vote", one(_proceeding_with_panel)),
    rule(r"^(office|business)/brands/proceedings/<", PROCEEDINGS),
    rule(r"^office/brands/conduct-reports/<", one(lambda: a_row_of("brands.ConductReport"))),
    rule(r"^(office|business)/brands/statement-files/<", one(_statement_file)),
    rule(r"^brands/m/<", "brands.Mark", text="payload"),
    rule(r"^\^brands/misuse/|^office/brands/misuse/<", lambda: [_misuse()], number="number"),
    rule(r"^\^brands/effect/", "brands.EffectReport", year="year"),
    rule(r"^(office|business)/brands/story/<", "brands.StoryVersion"),
    rule(r"^(office|business)/brands/picture/<", "brands.EntryPicture"),
    rule(
        r"^\^brands/\(\?P<number>.*pictures", "brands.EntryPicture", number="entry.number", picture="number"
    ),
    rule(r"^\^brands/\(\?P<number>", "brands.Entry", number="number", form=always("svg")),
    rule(r"^(office|business)/brands/<", "brands.Entry"),
]
