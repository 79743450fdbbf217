"""Joint supervision: the programme, tests, visits, surveys, sweeps."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from huaihai.kit import clock
from huaihai.supervision import figures
from huaihai.supervision.clauses.life import CLAUSE_FINDING
from huaihai.supervision.life import PROJECT
from huaihai.supervision.programme.life import TOPIC
from huaihai.supervision.testing import links
from tests.matrix.rows import (
    Rows,
    a_file,
    a_row_of,
    always,
    by_stage,
    child,
    city,
    first,
    kept,
    of_life,
    one,
    rule,
)


def _under_way(kind: str) -> Rows:
    return of_life("supervision.Project", PROJECT.stages, "lead", kind=kind)


def _public(*kinds: str) -> Rows:
    return by_stage("supervision.Project", kind__in=kinds or ("test", "survey", "sweep", "visit"))


def _key_in_plan(part: str) -> Callable[[Any], str]:
    """Of the first thing that the plan of a project lists there."""
    return lambda row: str(row.plan[part][0]["key"])


def _link(purpose: str) -> Callable[[Any], str]:
    """The token of its link, which is made to work."""

    def make(row: Any) -> str:
        row.link_issue, row.link_until = 1, clock.now() + timedelta(days=9)
        row.save(update_fields=["link_issue", "link_until"])
        return str(links.token_of(row, purpose=purpose))

    return make


def _objection() -> Any:
    answer = first("supervision.MakerAnswer")
    return a_row_of(
        "supervision.Objection", answer=answer, project=answer.project, product="p01", stage="open"
    )


def _visit_photo() -> Any:
    visit = first("supervision.Visit")
    held = first("supervision.Project", kind="visit")
    return a_row_of("supervision.Photo", project=held, about=f"visit:{visit.client_key}", **a_file())


def _clauses() -> list[Any]:
    """One of each stage, found by the city around the case."""
    return [
        a_row_of("supervision.ClauseFinding", body=city(), clause="prepaid.no_refund", stage=stage)
        for stage in CLAUSE_FINDING.stages
    ]


def _clause_of_the_shop() -> Any:
    business = first("supervision.Finding").business
    return a_row_of(
        "supervision.ClauseFinding",
        body=city(),
        business=business,
        clause="prepaid.no_refund",
        stage="noted",
        answer_due_on=clock.today() + timedelta(days=14),
    )


OFFICE = r"^office/supervision/<uuid:(pk|project)>"
RULES = [
    rule(r"^\^clauses/", code=always("prepaid.no_refund")),
    rule(r"^office/supervision/clauses/<", kept(_clauses)),
    rule(r"^business/clauses/<", one(_clause_of_the_shop)),
    rule(r"^\^(office/)?supervision/programme/", "supervision.Programme", year="year"),
    rule(r"^office/supervision/programme/topics/", of_life("supervision.Topic", TOPIC.stages, "body")),
    rule(r"^office/supervision/figures/", key=lambda _row: next(iter(figures.BY_KEY))),
    rule(r"^\^supervision/report/", year=always("2026")),
    rule(r"/staffing/<int:row>", _under_way("test"), row=child("supervision.ProjectRole", "project")),
    rule(
        OFFICE + "/plan/earlier/<",
        _under_way("test"),
        source_id=lambda _row: first("supervision.Project", kind="test").pk,
    ),
    rule(OFFICE + "/plan/", _under_way("test"), part=always("products"), key=_key_in_plan("products")),
    rule(
        OFFICE + "/purchases/",
        _under_way("test"),
        product=_key_in_plan("products"),
        purchase_id=child("supervision.Purchase", "project"),
    ),
    rule(OFFICE + "/samples/", _under_way("test")),
    rule(r"^office/supervision/s/<", "supervision.Sample", code="code"),
    rule(r"laborator(y|ies)/(new)/", _under_way("test")),
    rule(
        r"laborator(y|ies)/",
        "supervision.Laboratory",
        project="project_id",
        batch=child("supervision.HandOver", "laboratory"),
        round_=always("first"),
        code=lambda row: first("supervision.Sample", project=row.project).code,
        token=_link("laboratory"),
    ),
    rule(r"/notices/(telling/)?$", _under_way("test")),
    rule(OFFICE + "/notices/<", "supervision.MakerNotice", project="project_id"),
    rule(OFFICE + "/objections/<", one(_objection), project="project_id"),
    rule(r"^supervision/notice/<", "supervision.MakerNotice", token=_link("test-notice")),
    rule(r"^business/tests/<", "supervision.MakerNotice"),
    rule(OFFICE + "/report", "supervision.Project"),
    rule(
        OFFICE + "/results/",
        by_stage("supervision.Project", kind="test"),
        product=_key_in_plan("products"),
    ),
    rule(r"^\^supervision/.*products/", _public("test"), number="number", key=_key_in_plan("products")),
    rule(r"^\^supervision/.*results", _public("test"), number="number"),
    rule(r"^\^supervision/.*survey", _public("survey"), number="number"),
    rule(r"^\^supervision/.*board", _public("sweep"), number="number"),
    rule(
        OFFICE + "/(field|visits/given)/.*<uuid:pk>",
        "supervision.VisitAssignment",
        project="sampled.draw.project_id",
    ),
    rule(OFFICE + "/visits/made/<", "supervision.Visit", project="assignment.sampled.draw.project_id"),
    rule(OFFICE + "/visits/places/<", "supervision.SampledPlace", project="draw.project_id"),
    rule(OFFICE + "/visits/photos/<", one(_visit_photo), project="project_id"),
    rule(OFFICE + "/visits/sharing/", _under_way("visit"), city=always("411400")),
    rule(OFFICE + "/(field|visits)/", _under_way("visit"), key=_key_in_plan("items")),
    rule(OFFICE + "/coding/", _under_way("visit"), name=always("x"), number=1),
    rule(r"^survey/<", "supervision.SurveyLink", code="code", token=always("1-x"), number=1),
    rule(
        OFFICE + "/survey/",
        _under_way("survey"),
        key=_key_in_plan("questions"),
        link_id=child("supervision.SurveyLink", "project", tokens=1),
        response_id=child("supervision.SurveyResponse", "project", channel="paper"),
        import_id=child("supervision.SurveyImport", "project"),
        number=1,
    ),
    rule(r"/sweep/check/<", _under_way("sweep"), place=lambda _row: first("businesses.Place").pk),
    rule(r"/sweep/places/<", "supervision.Inspection", project="project_id"),
    rule(r"/sweep/findings/<", "supervision.Finding", project="project_id"),
    rule(r"/sweep/measures/<", "supervision.Measure", project="project_id"),
    rule(OFFICE + "/sweep/", _under_way("sweep")),
    rule(r"^business/sweeps/projects/", "supervision.Photo", project="project_id"),
    rule(r"^business/sweeps/<.*advice", "supervision.Finding", measure=lambda row: row.measures.first().pk),
    rule(r"^business/sweeps/<", "supervision.Finding"),
    rule(OFFICE + "/photos/<", "supervision.Photo", project="project_id"),
    rule(r"^office/supervision/<", of_life("supervision.Project", PROJECT.stages, "lead")),
    rule(r"^\^?supervision/.*\(\?P<number>", _public(), number="number", release=always("1")),
]
