"""Which rows an address is about (the first rule whose pattern fits), and what stands in its other places.

A rule: pattern, rows to choose from, and how to get from a row what the address names beside it. `PARTS` are what the
others take that say nothing.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import partial
from typing import Any

from huaihai.brands.conduct.life import PROCEEDING
from huaihai.brands.life import LOOSE
from huaihai.brands.models.marks import MISUSE
from huaihai.businesses.channel.life import ENROLMENT
from huaihai.compensation.life import CLAIM, FUND
from huaihai.education import addresses
from huaihai.education.importing.life import OLD_PAGE
from huaihai.education.models import Publication
from huaihai.governance.agreement.life import AGREEMENT
from huaihai.governance.lives import DUTY, MEETING, MOTION, PLAN, REPORT
from huaihai.insight.alarms.life import ALARM
from huaihai.insight.narratives.life import NARRATIVE
from huaihai.kit import clock
from huaihai.members.models import Account
from huaihai.supervision.life import PROJECT
from huaihai.supervision.programme.life import TOPIC
from huaihai.supervision.testing import links
from tests.matrix.making import a_row
from tests.matrix.rows import (
    SHEET,
    UPLOAD,
    a_file,
    always,
    appointment,
    brought,
    by_stage,
    child,
    draft,
    evidence,
    letter,
    like,
    main_cases,
    name,
    of_case,
    of_life,
    one,
    paper,
    scan,
    sheet,
    upload_code,
    world_case,
)

type Make = Callable[[Any], Any]
type Rows = Callable[[], Iterable[Any]]

PARTS: dict[str, Make] = {
    "pk": name("pk"),
    "case_id": lambda row: of_case(row).pk,
    "evidence_id": lambda row: evidence(of_case(row)).pk,
    "paper_id": lambda row: paper(of_case(row)).pk,
    "scan_id": lambda row: scan(of_case(row)).pk,
    "letter_id": lambda row: letter(of_case(row)).pk,
    "sheet_id": lambda row: sheet(of_case(row)).pk,
}
for part in [
    "fund_id",
    "claim_id",
    "business_id",
    "connection_id",
    "body_id",
    "plan_id",
    "offer_id",
    "representative_id",
    "reply_id",
    "publication_id",
    "enrolment_id",
    "account_id",
    "stall_id",
    "poster_id",
    "import_id",
    "report_id",
    "place_id",
    "phrase_id",
    "pledge_id",
    "correction_id",
    "contact_id",
    "callback_id",
    "consultation_id",
    "absence_id",
    "batch_id",
    "page_id",
    "request_id",
    "post_id",
    "leave_id",
    "version_id",
    "item_id",
    "file_id",
    "business",
    "place",
    "project",
]:
    PARTS[part] = name("pk")


def demo_account(username: str) -> Account:
    return Account.objects.get(username=username)


def city() -> Any:
    return world_case().lead


def business() -> Any:
    return world_case().business


def phrase() -> Any:
    return a_row_of("cases.Phrase", organisation=city())


def absence() -> Any:
    return a_row_of(
        "cases.Absence", organisation=city(), account=demo_account(f"officer-{city().region_code}")
    )


def a_row_of(label: str, **given: Any) -> Any:
    from django.apps import apps

    return a_row(apps.get_model(label), **given)


def with_appointment() -> list[Any]:
    appointment(world_case())
    return [world_case()]


def with_letter() -> list[Any]:
    appointment(world_case())
    return [world_case()]


def project_of(kind: str) -> Rows:
    return of_life("supervision.Project", PROJECT.stages, "lead", kind=kind)


def public_project(*kinds: str) -> Rows:
    return by_stage("supervision.Project", kind__in=kinds or ("test", "survey", "sweep", "visit"))


def within(label: str, kind: str, **given: Any) -> dict[str, Make]:
    """Address of a project and of something in it."""
    return {"project": name("pk"), "pk": child(label, "project", **given)}


def project(label: str, **narrowed: Any) -> tuple[Rows, dict[str, Make]]:
    return by_stage(label, **narrowed), {"project": name("project_id"), "pk": name("pk")}


def with_link(row: Any, purpose: str) -> str:
    """The token of its link, which is made to work."""
    row.link_issue, row.link_until = 1, clock.now() + timedelta(days=9)
    row.save(update_fields=["link_issue", "link_until"])
    return str(links.token_of(row, purpose=purpose))


def laboratory_parts() -> dict[str, Make]:
    return {
        "project": name("project_id"),
        "batch": child("supervision.HandOver", "laboratory"),
        "round_": always("first"),
        "code": lambda row: first("supervision.Sample", project=row.project)().code,
        "token": lambda row: with_link(row, "laboratory"),
    }


def first(label: str, **narrowed: Any) -> Callable[[], Any]:
    from django.apps import apps

    return lambda: apps.get_model(label)._default_manager.filter(**narrowed).order_by("pk").first()


def out(*kinds: str) -> Rows:
    return by_stage("education.Publication", kind__in=kinds, state="published")


PLAN_ROW = {"part": always("products"), "key": lambda row: row.plan["products"][0]["key"]}
FIRST_ITEM = {"key": lambda row: row.plan["items"][0]["key"]}
FIRST_QUESTION = {"key": lambda row: row.plan["questions"][0]["key"]}
FIRST_PRODUCT = {"product": lambda row: row.plan["products"][0]["key"]}
YEAR_NUMBER = {"year": always("2026"), "number": always("11")}


def _tree() -> Any:
    from huaihai.law.triage.reading import tree

    return tree()


def _groups() -> Any:
    from huaihai.cases.triage import facts

    return facts.GROUPS


def _card(*, split: bool = False) -> str:
    return str(next(key for key, card in _tree().cards.items() if not split or card.split))


def _sum() -> str:
    from huaihai.cases.triage.sums import Sum

    return next(iter(Sum)).value


def _figures() -> Any:
    from huaihai.cases import figures

    return figures.BY_KEY


def _supervision_figures() -> Any:
    from huaihai.supervision import figures

    return figures.BY_KEY


def _office_figures() -> Any:
    from huaihai.governance.planning import reports

    return reports.BY_KEY


def _forms() -> Any:
    from huaihai.law import papers

    return papers.forms()


def _guides() -> Any:
    from huaihai.front import guides

    return guides.NAMES


def _effects() -> list[str]:
    from huaihai.governance import effects

    return list(effects.known())


def _connection() -> Any:
    return a_row_of("businesses.Connection", business=business(), is_sandbox=True)


def _loose() -> Any:
    return a_row_of("brands.LooseNomination", city=city(), stage=next(iter(LOOSE.stages)))


def _revisit_photo(row: Any) -> Any:
    return a_row_of("brands.RevisitPhoto", revisit=row.revisits.first(), **a_file())


def _conduct_report() -> Any:
    return a_row_of("brands.ConductReport")


def _statement_file() -> Any:
    held = first("brands.Statement")()
    return a_row_of("brands.StatementFile", statement=held, entry=held.entry, name="x.png", **a_file())


def _misuse() -> Any:
    stage = next(iter(MISUSE.stages))
    return a_row_of("brands.MisuseReport", stage=stage, number="M-0000-0000", **_photo())


def _test() -> Any:
    return first("supervision.Project", kind="test")()


def _objection() -> Any:
    answer = first("supervision.MakerAnswer")()
    return a_row_of(
        "supervision.Objection", answer=answer, project=answer.project, product="p01", stage="open"
    )


def _old_page() -> Any:
    return a_row_of("education.ImportedPage", batch=_batch(), state=next(iter(OLD_PAGE.stages)))


def _batch() -> Any:
    return a_row_of("education.ImportBatch", publisher=city())


def _picture() -> Any:
    return a_row_of(
        "education.Picture", publication=first("education.Publication", kind="warning")(), **a_file()
    )


def _payment_file() -> Any:
    return a_row_of("compensation.PaymentFile", fund=first("compensation.Fund", owner__isnull=False)())


def _poster_report() -> Any:
    return a_row_of("businesses.PosterReport", poster=first("businesses.Poster")())


def _correction() -> Any:
    held = a_file()
    proof = {
        "proof_sha256": held["sha256"],
        "proof_kind": held["kind"],
        "proof_derivative": held["derivative"],
    }
    return a_row_of("businesses.Correction", business=business(), body=city(), proof_name="x.png", **proof)


def _motion_of(row: Any) -> Any:
    return (row.motions.first() or first("governance.Motion")()).pk


def _leave() -> Any:
    return a_row_of(
        "governance.Leave", organisation=city(), account=demo_account(f"officer-{city().region_code}")
    )


def _nine_file() -> Any:
    return a_row_of("governance.Evidence", kind="file", organisation=city(), **a_file_of_charter())


def a_file_of_charter() -> dict[str, Any]:
    held = a_file()
    return {"sha256": held["sha256"], "derivative": held["derivative"], "file_kind": held["kind"]}


def _request() -> Any:
    return a_row_of("members.PowerRequest", organisation=city(), role="officer")


def _visit_photo() -> Any:
    visit = first("supervision.Visit")()
    held = first("supervision.Project", kind="visit")()
    return a_row_of("supervision.Photo", project=held, about=f"visit:{visit.client_key}", **a_file())


def _suspended() -> Any:
    joined = first("businesses.Enrolment", stage="joined")()
    held = like(joined, stage="suspended", body=city(), business=business())
    a_row_of("businesses.ChannelSuspension", enrolment=held)
    return held


def _finished_report() -> Any:
    return like(first("governance.Report", stage="published")(), stage="finished", published_at=None)


# What an address needs to be asked at all: a query, or fields of its form.
ASKED: dict[str, dict[str, str]] = {
    "office-figure": {"since": "2026-01-01", "until": "2026-03-31"},
    "office-brand-criteria-comparison": {"from": "1", "to": "2"},
    "business-person-role": {"role": "answerer"},
}


def _period() -> str:
    from huaihai.insight.reports import pages

    found = pages.snapshot(None)
    assert found is not None
    return str(next(iter(found.periods(pages.MONTHS))))


def _translated() -> Any:
    version = first("education.PublicationVersion")()
    a_row_of("education.Translation", version=version, language="en")
    return version


def _rateable() -> list[Any]:
    """A case that ended lately, of a business that stands in the directory."""
    from huaihai.brands.models import Entry
    from huaihai.cases.models import Case

    known = Entry.objects.directory().values("business")
    rows = Case.objects.with_parties().filter(business__in=known, stage="closed").order_by("-stage_since")
    return list(rows[:1]) or [world_case()]


def _slip_sheet(row: Any) -> Any:
    account = demo_account(f"officer-{row.body.region_code}")
    return a_row_of(
        "brands.SlipSheet",
        entry=row,
        account=account,
        expires_on=clock.today() + timedelta(days=9),
        slips_count=1,
    )


def _list_handed_in() -> Any:
    from huaihai.brands.evidence import imports
    from huaihai.brands.models import ImportRun

    read = imports.ReadList(
        about=ImportRun.About.values[0], rows=(), refused=(), left_out=(), sha256="0" * 64
    )
    about = imports.About("x", date(2026, 1, 1), date(2026, 1, 31))
    packed = imports.packed(read, about)
    return a_row_of("brands.HandedInList", handed_for=city(), state="waiting", packed=packed)


def _photo() -> dict[str, Any]:
    held = a_file()
    return {
        "photo_sha256": held["sha256"],
        "photo_kind": held["kind"],
        "photo_derivative": held["derivative"],
    }


def _objection_with_paper() -> Any:
    held, found = a_file(), first("brands.NoticeObjection")()
    paper = {
        "paper_sha256": held["sha256"],
        "paper_kind": held["kind"],
        "paper_derivative": held["derivative"],
    }
    return like(found, **paper)


def _ending_basis() -> Any:
    return like(
        first("brands.Basis")(), end_proposed_at=clock.now(), end_proposed_by="x", end_proposed_for=city()
    )


def _proceeding_with_panel() -> Any:
    held = first("brands.Proceeding")()
    account = demo_account(f"officer-{city().region_code}")
    a_row_of("brands.PanelSeat", proceeding=held, account=account, body=city(), round=1)
    return held


def _pledge_forms() -> Any:
    from huaihai.businesses.pledges import pages

    return pages.FORMS


def _later_agreement() -> Any:
    first_one = first("governance.AgreementVersion")()
    return like(first_one, in_force_from=clock.today(), text="x", title="x", key="later")


def _listed_hand_over() -> Any:
    held = first("governance.HandOver")()
    held.hash, held.document = "0" * 64, {"open": [], "made_at": clock.now().isoformat()}
    held.save()
    return held


def _meeting_paper(row: Any) -> Any:
    return a_row_of("governance.Paper", meeting=row, name="x.png", **a_file())


def _amendment() -> Any:
    parent = like(first("governance.Motion")(), stage="draft", proposed_by=city(), amends=None)
    return like(parent, amends=parent)


RULES: list[tuple[str, Rows, dict[str, Make]]] = [
    # cases, as the consumer
    (r"^file/drafts/", one(draft), {}),
    (r"^file/at/", by_stage("businesses.Place"), {}),
    (r"^file/<slug:name>", lambda: [None], {"name": always("contact")}),
    (r"^my/<uuid:case_id>/appointment\.ics", with_appointment, {}),
    (r"^my/<uuid:case_id>/parts/", by_stage("cases.Promise"), {"number": name("number")}),
    (r"^my/<uuid:case_id>/narrative/", of_life("insight.Narrative", NARRATIVE.stages), {}),
    (r"^my/<uuid:case_id>/fund/", of_life("compensation.Claim", CLAIM.stages), {}),
    (r"^my/<uuid:case_id>/rating/", _rateable, {}),
    (r"^my/<uuid:case_id>/", main_cases, {}),
    # the letter, the sheet, the code for files: whoever has it
    (r"^letter/case/", with_letter, {}),
    (r"^is-it-us/p/<str:text>", lambda: [None], {"text": always("HP1.not.ours")}),
    (r"^staff/account/passkeys/<int:", lambda: [None], {"passkey_id": always("1")}),
    (r"^alliance/log/tile/", lambda: [None], {"level": always("0"), "place": always("000")}),
    (r"^alliance/log/witnesses/", lambda: [None], {"name": always("witness.example")}),
    (r"^sheet/<str:code>", one(lambda: sheet(world_case())), {"code": always(SHEET)}),
    (r"^upload/", one(upload_code), {"code": always(UPLOAD)}),
    # triage
    (r"^triage/paid/<", lambda: [None], {"picture_id": lambda _row: next(iter(_tree().pictures))}),
    (r"^triage/unpaid/<", lambda: [None], {"group": lambda _row: next(iter(_groups()))}),
    (r"^triage/<str:card_id>/question/", lambda: [None], {"card_id": lambda _row: _card(split=True)}),
    (r"^triage/<str:card_id>/", lambda: [None], {"card_id": lambda _row: _card()}),
    (r"^sums/<", lambda: [None], {"slug": lambda _row: _sum()}),
    # cases, at the desk
    (r"^desk/call-backs/", by_stage("cases.CallBack"), {}),
    (r"^desk/phrases/<", one(phrase), {}),
    (r"^desk/absences/<", one(absence), {}),
    (r"^desk/drafts/<", one(brought), {}),
    (r"^desk/consultations/<", by_stage("cases.Consultation"), {}),
    (r"^desk/figures/<", lambda: [None], {"key": lambda _row: next(iter(_figures()))}),
    (r"^desk/cases/<uuid:case_id>/appointment\.ics", with_appointment, {}),
    (r"^desk/cases/<uuid:case_id>/papers/new/", main_cases, {"form": lambda _row: next(iter(_forms()))}),
    (r"^desk/cases/<uuid:case_id>/", main_cases, {}),
    (r"^business/cases/<uuid:case_id>/appointment\.ics", with_appointment, {}),
    (r"^business/cases/<uuid:case_id>/parts/", by_stage("cases.Promise"), {"number": name("number")}),
    (r"^business/cases/<uuid:case_id>/", main_cases, {}),
    (
        r"^business/connections/<",
        one(_connection),
        {"change_id": child("businesses.Change", "connection", number=0)},
    ),
    # front
    (r"^bodies/<", lambda: [city()], {"code": name("region_code")}),
    (r"^office/help/<", lambda: [None], {"name": lambda _row: _guides()[0]}),
    (r"^sitemap-", lambda: [None], {"section": always("pages")}),
    # insight
    (r"^\^statistics/by/", lambda: [None], {"axis": always("category")}),
    (r"^\^statistics/reports/", lambda: [None], {"period": lambda _row: _period()}),
    (r"^\^data/releases/", by_stage("insight.Release"), {"number": name("number"), "form": always("json")}),
    (r"^\^data/city-and-trade", lambda: [None], {"form": always("csv")}),
    (
        r"^data/narratives/<",
        by_stage("insight.Narrative", stage="published"),
        {"public_id": name("public_id")},
    ),
    (r"^office/insight/narratives/<", of_life("insight.Narrative", NARRATIVE.stages), {}),
    (r"^office/insight/callbacks/calls/", by_stage("insight.Call"), {}),
    (r"^office/insight/callbacks/<", by_stage("insight.CallRound"), {"quarter": name("quarter")}),
    (r"^office/insight/redecisions/files/", by_stage("insight.RedecisionSeat"), {}),
    (r"^office/insight/alarms/<", of_life("insight.Alarm", ALARM.stages), {}),
    (r"^board/<", by_stage("governance.CharterOwner"), {"key": name("key")}),
    # brands
    (r"^office/brands/decision/", by_stage("brands.PairDecision"), {}),
    (r"^office/brands/programme/basis/<.*/end/(confirm|back)", one(_ending_basis), {}),
    (r"^office/brands/programme/basis/<", by_stage("brands.Basis"), {}),
    (r"brands/.*criteria/<", by_stage("brands.CriteriaVersion"), {"number": name("number")}),
    (r"^\^brands/scores/", by_stage("brands.ScoreFile"), {"day": lambda row: row.as_of.isoformat()}),
    (r"^brands/nominate/<", by_stage("brands.Entry", stage="held"), {"pk": name("business_id")}),
    (r"^office/brands/nominate/<", lambda: [business()], {}),
    (r"^office/brands/nominations/<.*match", one(_loose), {"business": lambda _row: business().pk}),
    (r"^office/brands/nominations/<", one(_loose), {}),
    (r"^office/brands/money/<", one(partial(a_row_of, "brands.MoneyReport")), {}),
    (r"^office/brands/assessing/<", by_stage("brands.AssessorSeat"), {}),
    (r"^\^brands/notice/", by_stage("brands.NoticeObjection"), {"number": name("number")}),
    (r"^office/brands/objections/<.*paper", one(_objection_with_paper), {}),
    (r"^office/brands/objections/", by_stage("brands.NoticeObjection"), {}),
    (r"^office/brands/imports/<", one(_list_handed_in), {}),
    (
        r"^office/brands/<uuid:pk>/revisits/photo/",
        by_stage("brands.Entry"),
        {"photo": lambda row: _revisit_photo(row).pk},
    ),
    (
        r"^office/brands/<uuid:pk>/revisits/<",
        by_stage("brands.Entry"),
        {"revisit": child("brands.Revisit", "entry")},
    ),
    (
        r"^office/brands/<uuid:pk>/slips/<",
        by_stage("brands.Entry"),
        {"sheet": lambda row: _slip_sheet(row).pk, "number": always(1)},
    ),
    (
        r"^office/brands/<uuid:pk>/words/<",
        by_stage("brands.Rating"),
        {"pk": name("entry_id"), "rating_id": name("pk")},
    ),
    (r"^brands/rating/<", lambda: [None], {"code": always("0000000000")}),
    (r"^office/brands/proceedings/<.*vote", one(_proceeding_with_panel), {}),
    (r"^(office|business)/brands/proceedings/<", of_life("brands.Proceeding", PROCEEDING.stages), {}),
    (r"^office/brands/conduct-reports/<", one(_conduct_report), {}),
    (r"^(office|business)/brands/statement-files/<", one(_statement_file), {}),
    (r"^brands/m/<", by_stage("brands.Mark"), {"text": name("payload")}),
    (r"^\^brands/misuse/", one(_misuse), {"number": name("number")}),
    (r"^office/brands/misuse/<", one(_misuse), {}),
    (r"^\^brands/effect/", by_stage("brands.EffectReport"), {"year": name("year")}),
    (r"^(office|business)/brands/story/<", by_stage("brands.StoryVersion"), {}),
    (r"^(office|business)/brands/picture/<", by_stage("brands.EntryPicture"), {}),
    (
        r"^\^brands/\(\?P<number>.*pictures",
        by_stage("brands.EntryPicture"),
        {"number": name("entry.number"), "picture": name("number")},
    ),
    (r"^\^brands/\(\?P<number>", by_stage("brands.Entry"), {"number": name("number"), "form": always("svg")}),
    (r"^(office|business)/brands/<", by_stage("brands.Entry"), {}),
    # supervision
    (
        r"^\^(office/)?supervision/programme/",
        by_stage("supervision.Programme"),
        {"year": name("year")},
    ),
    (r"^office/supervision/programme/topics/", of_life("supervision.Topic", TOPIC.stages, "body"), {}),
    (
        r"^office/supervision/figures/",
        lambda: [None],
        {"key": lambda _row: next(iter(_supervision_figures()))},
    ),
    (r"^\^supervision/report/", lambda: [None], {"year": always("2026")}),
    (r"/staffing/<int:row>", project_of("test"), {"row": child("supervision.ProjectRole", "project")}),
    (
        r"^office/supervision/<uuid:pk>/plan/earlier/<",
        project_of("test"),
        {"source_id": lambda _row: _test().pk},
    ),
    (r"^office/supervision/<uuid:pk>/plan/", project_of("test"), PLAN_ROW),
    (
        r"^office/supervision/<uuid:pk>/purchases/",
        project_of("test"),
        {**FIRST_PRODUCT, "purchase_id": child("supervision.Purchase", "project")},
    ),
    (r"^office/supervision/<uuid:pk>/samples/", project_of("test"), {}),
    (r"^office/supervision/s/<", by_stage("supervision.Sample"), {"code": name("code")}),
    (r"laborator(y|ies)/(new)/", project_of("test"), {}),
    (r"laborator(y|ies)/", by_stage("supervision.Laboratory"), laboratory_parts()),
    (r"/notices/(telling/)?$", project_of("test"), {}),
    (
        r"^office/supervision/<uuid:project>/notices/<",
        by_stage("supervision.MakerNotice"),
        {"project": name("project_id")},
    ),
    (
        r"^office/supervision/<uuid:project>/objections/<",
        one(_objection),
        {"project": name("project_id")},
    ),
    (
        r"^supervision/notice/<",
        by_stage("supervision.MakerNotice"),
        {"token": lambda row: with_link(row, "test-notice")},
    ),
    (r"^business/tests/<", by_stage("supervision.MakerNotice"), {}),
    (r"^office/supervision/<uuid:pk>/report", by_stage("supervision.Project"), {}),
    (
        r"^office/supervision/<uuid:project>/results/",
        by_stage("supervision.Project", kind="test"),
        FIRST_PRODUCT,
    ),
    (
        r"^\^supervision/.*products/",
        public_project("test"),
        {"number": name("number"), "key": lambda row: row.plan["products"][0]["key"]},
    ),
    (r"^\^supervision/.*results", public_project("test"), {"number": name("number")}),
    (r"^\^supervision/.*survey", public_project("survey"), {"number": name("number")}),
    (r"^\^supervision/.*board", public_project("sweep"), {"number": name("number")}),
    (
        r"^office/supervision/<uuid:project>/(field|visits/given)/.*<uuid:pk>",
        by_stage("supervision.VisitAssignment"),
        {"project": name("sampled.draw.project_id")},
    ),
    (
        r"^office/supervision/<uuid:project>/visits/made/<",
        by_stage("supervision.Visit"),
        {"project": name("assignment.sampled.draw.project_id")},
    ),
    (
        r"^office/supervision/<uuid:project>/visits/places/<",
        by_stage("supervision.SampledPlace"),
        {"project": name("draw.project_id")},
    ),
    (
        r"^office/supervision/<uuid:project>/visits/photos/<",
        one(_visit_photo),
        {"project": name("project_id")},
    ),
    (r"^office/supervision/<uuid:project>/visits/sharing/", project_of("visit"), {"city": always("411400")}),
    (r"^office/supervision/<uuid:project>/(field|visits)/", project_of("visit"), FIRST_ITEM),
    (
        r"^office/supervision/<uuid:project>/coding/",
        project_of("visit"),
        {"name": always("x"), "number": always(1)},
    ),
    (
        r"^survey/<",
        by_stage("supervision.SurveyLink"),
        {"code": name("code"), "token": always("1-x"), "number": always(1)},
    ),
    (
        r"^office/supervision/<uuid:pk>/survey/",
        project_of("survey"),
        {
            **FIRST_QUESTION,
            "link_id": child("supervision.SurveyLink", "project", tokens=1),
            "response_id": child("supervision.SurveyResponse", "project", channel="paper"),
            "import_id": child("supervision.SurveyImport", "project"),
            "number": always(1),
        },
    ),
    (r"/sweep/check/<", project_of("sweep"), {"place": lambda _row: first("businesses.Place")().pk}),
    (r"/sweep/places/<", by_stage("supervision.Inspection"), {"project": name("project_id")}),
    (r"/sweep/findings/<", by_stage("supervision.Finding"), {"project": name("project_id")}),
    (r"/sweep/measures/<", by_stage("supervision.Measure"), {"project": name("project_id")}),
    (r"^office/supervision/<uuid:project>/sweep/", project_of("sweep"), {}),
    (r"^business/sweeps/projects/", by_stage("supervision.Photo"), {"project": name("project_id")}),
    (
        r"^business/sweeps/<.*advice",
        by_stage("supervision.Finding"),
        {"measure": lambda row: row.measures.first().pk},
    ),
    (r"^business/sweeps/<", by_stage("supervision.Finding"), {}),
    (
        r"^office/supervision/<uuid:project>/photos/<",
        by_stage("supervision.Photo"),
        {"project": name("project_id")},
    ),
    (r"^office/supervision/<", of_life("supervision.Project", PROJECT.stages, "lead"), {}),
    (
        r"^\^?supervision/.*\(\?P<number>",
        public_project(),
        {"number": name("number"), "release": always("1")},
    ),
    # education
    (r"^office/publications/<uuid:publication_id>/", out("warning"), {"number": always(1)}),
    (r"^cities/<str:city>", lambda: [city()], {"city": name("region_code")}),
    (r"^cities/<str:code>", lambda: [city()], {"code": name("region_code")}),
    (r"^topics/<str:", lambda: [None], {"topic": always("G01"), "code": always("G01")}),
    (
        r"^warnings/cap/",
        by_stage("education.Edition", stage="out", version__severity__gt=""),
        {"identifier": name("pk")},
    ),
    (r"^office/topics/<", by_stage("education.TopicProposal"), {}),
    (r"^office/exposures/new/<", lambda: [business()], {}),
    (r"^office/exposures/<", by_stage("education.Exposure"), {}),
    (r"^office/imports/pages/<", one(_old_page), {}),
    (r"^office/imports/<", one(_batch), {}),
    (r"^lessons/<", out("lesson"), {"slug": name("slug")}),
    (r"^warnings/<", out("warning"), {"slug": name("slug"), "number": always(1)}),
    (r"^stories/<", out("story"), {"slug": name("slug")}),
    (r"^announcements/<", out("announcement"), {"slug": name("slug")}),
    (r"^rights/<", out("rights"), {"slug": name("slug")}),
    (r"^w/<", out("warning"), {"code": addresses.code}),
    (
        r"^pictures/<",
        one(_picture),
        {"publication_id": name("publication_id"), "number": name("number")},
    ),
    (r"^law/<", by_stage("education.LawCitation"), {"key": name("statute"), "number": name("article")}),
    (r"^office/publications/(new|out)/<", lambda: [None], {"kind": always("warning")}),
    (
        r"^office/publications/<uuid:pk>/replies/<",
        by_stage("education.Reply"),
        {"pk": name("publication_id"), "reply_id": name("pk")},
    ),
    (r"^office/publications/<", by_stage("education.Publication"), {}),
    (r"^business/replies/<", by_stage("education.Reply"), {}),
    (r"^office/press/<", by_stage("education.PressContact"), {}),
    (
        r"^press/list/",
        by_stage("education.PressContact"),
        {"token": lambda row: addresses.made(addresses.PRESS, row.pk)},
    ),
    (
        r"^press/pieces/",
        by_stage("education.PressContact"),
        {
            "token": lambda row: addresses.made(
                addresses.PRESS_PIECE, row.pk, Publication.objects.exclude(first_out_at=None)[0].pk
            )
        },
    ),
    (r"^subscribe/confirm/", by_stage("education.Subscription"), {"token": always("x")}),
    (
        r"^subscribe/mine/",
        by_stage("education.Subscription"),
        {"token": lambda row: addresses.made(addresses.SUBSCRIPTION, row.pk)},
    ),
    (r"^office/translations/<.*review", one(_translated), {"language": always("en")}),
    (r"^office/translations/<", by_stage("education.PublicationVersion"), {"language": always("en")}),
    # compensation
    (
        r"funds/<uuid:fund_id>/bank/lines/",
        of_life("compensation.Fund", FUND.stages),
        {"line_id": child("compensation.StatementLine", "fund", fen=1)},
    ),
    (
        r"funds/<uuid:fund_id>/months/<",
        of_life("compensation.Fund", FUND.stages),
        {"year": always(2026), "number": always(11)},
    ),
    (r"funds/<uuid:fund_id>/rules/<", of_life("compensation.Fund", FUND.stages), {"serial": always(1)}),
    (r"^(funds|desk/funds|business/funds)/<uuid:fund_id>/", of_life("compensation.Fund", FUND.stages), {}),
    (r"^desk/funds/new/<", lambda: [business()], {}),
    (r"^business/fund-claims/<", of_life("compensation.Claim", CLAIM.stages, fund__owner__isnull=False), {}),
    (r"^(desk/funds/claims|business/debts)/<", of_life("compensation.Claim", CLAIM.stages), {}),
    (r"^business/payments/$", by_stage("compensation.Fund", owner__isnull=False), {}),
    (r"^business/payments/<", one(_payment_file), {}),
    # businesses
    (r"^pledges/business/", by_stage("businesses.Business", pledges__isnull=False), {}),
    (r"^pledges/version/", by_stage("businesses.PledgeVersion"), {}),
    (r"^p/<", by_stage("businesses.Poster"), {"code": name("code")}),
    (
        r"^business/pledges/<uuid:business_id>/",
        lambda: [business()],
        {"kind": lambda _row: next(iter(_pledge_forms()))},
    ),
    (r"^(business|desk)/pledges/<uuid:pledge_id>", by_stage("businesses.Pledge"), {}),
    (r"^business/posters/<", by_stage("businesses.Poster"), {}),
    (r"^desk/poster-reports/<", one(_poster_report), {}),
    (r"^desk/corrections/<", one(_correction), {}),
    (r"^desk/businesses/<.*places/<", lambda: [business()], {"place_id": lambda row: row.places.first().pk}),
    (r"representatives/<", by_stage("businesses.Representative"), {"business_id": name("business_id")}),
    (
        r"^businesses/<",
        by_stage("businesses.Enrolment", stage="joined"),
        {"business_id": name("business_id")},
    ),
    (r"^(desk/businesses|desk/push)/<", lambda: [business()], {}),
    (r"^business/channel/", of_life("businesses.Enrolment", ENROLMENT.stages, "body"), {}),
    (r"^business/stalls/$", by_stage("businesses.Mandate"), {}),
    (r"^(business/)?standing-offers/<", by_stage("businesses.StandingOffer"), {}),
    (r"^business/people/<", by_stage("businesses.Representative"), {}),
    (
        r"stalls/<",
        one(lambda: a_row_of("businesses.ListedStall", agent=business(), body=city(), stage="listed")),
        {},
    ),
    (r"^desk/joining/<.*return", one(_suspended), {}),
    (
        r"^desk/joining/<",
        of_life("businesses.Enrolment", ENROLMENT.stages, "body"),
        {"representative_id": lambda row: row.business.representatives.first().pk},
    ),
    # governance
    (
        r"^office/meetings/<.*/minutes/",
        by_stage("governance.Minutes", meeting__isnull=False),
        {"pk": name("meeting_id")},
    ),
    (
        r"^office/motions/<.*/minutes/",
        by_stage("governance.Minutes", motion__isnull=False),
        {"pk": name("motion_id")},
    ),
    (r"^office/motions/<.*/taking-over/", one(_amendment), {}),
    (
        r"^office/meetings/<.*agenda/<",
        of_life("governance.Meeting", MEETING.stages, "convened_by"),
        {"item": child("governance.AgendaItem", "meeting")},
    ),
    (
        r"^office/meetings/<",
        of_life("governance.Meeting", MEETING.stages, "convened_by"),
        {
            "paper": lambda row: _meeting_paper(row).pk,
            "motion": _motion_of,
            "key": always("city:411400"),
        },
    ),
    (
        r"^office/motions/<",
        of_life("governance.Motion", MOTION.stages, "proposed_by"),
        {"kind": lambda _row: _effects()[0], "place": always(0)},
    ),
    (r"^office/minutes/<", by_stage("governance.Minutes"), {}),
    (r"^office/duties/<", of_life("governance.Duty", DUTY.stages, "owner"), {}),
    (r"agreement/<slug:key>/changes", one(_later_agreement), {"key": name("key")}),
    (
        r"agreement/<slug:key>",
        of_life("governance.AgreementVersion", AGREEMENT.stages),
        {"key": name("key"), "place": always(1)},
    ),
    (r"^office/hand-over/<.*list.json", one(_listed_hand_over), {}),
    (r"^office/hand-over/<", by_stage("governance.HandOver"), {}),
    (r"^office/roster/leave/<", one(_leave), {}),
    (r"^office/directory/print/", lambda: [city()], {"code": name("region_code")}),
    (
        r"^office/directory/<.*/number/",
        by_stage("governance.Contact"),
        {"body_id": name("organisation_id"), "line_id": name("pk")},
    ),
    (
        r"^office/directory/<.*<",
        by_stage("governance.Contact"),
        {"body_id": name("organisation_id"), "line_id": name("pk")},
    ),
    (r"^office/directory/<", lambda: [city()], {}),
    (r"^office/pools/requests/<", by_stage("governance.PoolRequest"), {}),
    (r"^office/pools/<", by_stage("governance.PoolEntry"), {}),
    (r"charter/evidence/<", by_stage("governance.Evidence"), {"evidence_id": name("pk")}),
    (r"^alliance/nine/files/", one(_nine_file), {"evidence_id": name("pk")}),
    (r"^(office/charter|alliance/nine)/<", by_stage("governance.CharterOwner"), {"key": name("key")}),
    (r"^office/plans/lines/", by_stage("governance.PlanItem"), {}),
    (r"^office/plans/<", of_life("governance.Plan", PLAN.stages), {}),
    (r"^office/reports/<.*publication", one(_finished_report), {}),
    (r"^office/reports/<", of_life("governance.Report", REPORT.stages), {}),
    (r"^office/figures/<", lambda: [None], {"key": lambda _row: next(iter(_office_figures()))}),
    (r"^alliance/resolutions/<", by_stage("governance.Resolution"), {"number": name("number")}),
    (r"^alliance/rules/<", by_stage("governance.RuleRow"), {"name": name("name")}),
    (r"^alliance/plans/<", by_stage("governance.Plan"), {"year": name("year")}),
    (
        r"^alliance/reports/<",
        by_stage("governance.Report"),
        {"name": lambda row: f"{row.year}-{row.quarter}"},
    ),
    # members
    (r"^staff/start/<", lambda: [None], {"token": always("x")}),
    (r"^staff/people/waiting/<", one(_request), {}),
    (r"^staff/people/<", lambda: [demo_account(f"officer-{city().region_code}")], {}),
    (r"^staff/posts/<", lambda: [demo_account(f"officer-{city().region_code}").posts.get()], {}),
    # the protocol
    (r"^api/v1/practice", one(_connection), {}),
    (r"^api/v1/cases", main_cases, {}),
]
