"""Rows in a stage: those of the demo, or one of them put there, with what belongs to it; and who has them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.db.models import Model, QuerySet

from huaihai.brands.models import AssessorSeat, Entry, LooseNomination, MisuseReport, PanelSeat
from huaihai.businesses.models import Business, ListedStall
from huaihai.cases.handling import people
from huaihai.cases.models import CallBack, Case, ForgedReport, Together, TogetherCase
from huaihai.compensation.models import Claim, Fund, Instalment, PaymentOrder
from huaihai.education.models import CoSignature, ImportBatch, ImportedPage
from huaihai.governance import secretariat
from huaihai.governance.models import AgendaItem, Minutes, Motion, PlanItem, Signature, Vote
from huaihai.kit import clock
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Organisation, Post, Role
from huaihai.prepaid.models import Issuer
from huaihai.record.models import Clock
from huaihai.supervision.models import ClauseFinding, MakerAnswer, Objection, Project
from tests.posts import post_at

LONG_AGO = date(2020, 1, 1)


def rows(model: type[Model]) -> QuerySet[Any]:
    """All of them; those of sealed kinds can be changed here."""
    return QuerySet(model)


def put(row: Any, **values: Any) -> Any:
    """The row with these values, past every verb; the database's own rules hold."""
    rows(type(row)).filter(pk=row.pk).update(**values)
    row.refresh_from_db()
    return row


def in_stage(label: str, stage: str, only: Any, also: Any) -> Any:
    """A row of this kind in this stage."""
    model = apps.get_model(label)
    field = "state" if any(one.name == "state" for one in model._meta.get_fields()) else "stage"
    found = rows(model).filter(**only).order_by("pk")
    row = found.filter(**{field: stage}).first() or found.first() or MADE[label]()
    values = {field: stage, **also}
    return row if all(getattr(row, name) == value for name, value in values.items()) else put(row, **values)


def owner_of(path: str, role: str, row: Any) -> Actor:
    """Who has it."""
    if path in OWNERS:
        return OWNERS[path](row)
    body: Any = row
    for name in path.split("."):
        body = getattr(body, name)
    return staff_at((body or _office()).key, Role(role))


def staff_at(key: str, role: Role) -> Actor:
    """Somebody who holds this post, or one who comes for the test."""
    held = Post.objects.held_on(clock.today()).filter(organisation__key=key, role=role)
    post = held.select_related("organisation", "account").first()
    return Actor.officer(post or post_at(key, role, username=f"new-{role}-{key.rpartition(':')[2]}"))


def _office() -> Organisation:
    body = secretariat.secretariat_on(clock.today())
    assert body is not None
    return body


def _city(key: str = "city:411400") -> Organisation:
    return Organisation.objects.get(key=key)


def _post_of(account: Account) -> Actor:
    posts = list(
        Post.objects.held_on(clock.today()).filter(account=account).select_related("organisation", "account")
    )
    return Actor.officer(posts[0], roles=[one.role for one in posts])


def _by_key(key: str) -> Actor:
    return _post_of(Account.objects.get(pk=key.rpartition(":")[2]))


def _of_another(row: Any) -> Actor:
    entry = row if isinstance(row, Entry) else row.entry
    other = Organisation.objects.filter(kind="city").exclude(pk=entry.body_id).order_by("position").first()
    assert other is not None
    return staff_at(other.key, Role.HEAD)


def _seats(entry: Entry) -> QuerySet[AssessorSeat]:
    return AssessorSeat.objects.filter(round__entry=entry, state__in=("called", "ready"))


def _handler(row: Any) -> Actor:
    """Who has the case in hand; an officer of the body where nobody has."""
    person = people.handler_of(row, on=clock.today())
    held = Post.objects.held_on(clock.today()).filter(organisation=row.responsible)
    post = (
        held.filter(account=person.account).select_related("organisation", "account").first()
        if person
        else None
    )
    return Actor.officer(post) if post else staff_at(row.responsible.key, Role.OFFICER)


OWNERS: dict[str, Callable[[Any], Actor]] = {
    "handler": _handler,
    "office": lambda _row: staff_at(_office().key, Role.SECRETARIAT),
    "author": lambda row: _by_key(row.opened_by),
    "another": _of_another,
    "assessor": lambda row: _post_of(_seats(row)[0].account),
    "panel": lambda row: _post_of(PanelSeat.objects.get(proceeding=row).account),
}


def most_urgent(row: Case) -> None:
    """It stands first among those that nobody has."""
    put(row, handler=None)
    keys = Clock.objects.running().filter(subject=row.record_key, paused_on=None)
    if not keys.update(due_on=LONG_AGO):
        Clock.objects.filter(subject=row.record_key).update(ended_at=None, paused_on=None, due_on=LONG_AGO)


def of_a_pool(row: Claim) -> None:
    put(row.fund, owner=None, owner_type=Fund.OwnerType.POOL)
    PaymentOrder.objects.filter(claim=row, state__in=("paid", "failed", "cancelled")).update(state="ordered")


def behind(row: Claim) -> None:
    Instalment.objects.filter(recourse__claim=row).update(due_on=LONG_AGO, paid_fen=0)


def written_by_head(row: Any) -> None:
    put(row, opened_by=staff_at("city:320300", Role.HEAD).key)


def unsigned(row: Any) -> None:
    """By a city that the text concerns."""
    rows(CoSignature).filter(edition=row)._raw_delete(row._state.db or "default")
    body = row.publication.publisher or _office()
    cities = row.publication.city_rows.select_related("city")
    signer = staff_at(next((one.city.key for one in cities), body.key), Role.HEAD)
    put(row, opened_by=signer.key)


def with_open_motion(row: Any) -> None:
    put(row, resumed_by=None) if hasattr(row, "resumed_by_id") else None
    item = AgendaItem.objects.filter(meeting=row, motion__isnull=False).first()
    if item is None:
        motion = Motion.objects.filter(stage="tabled").first()
        item = AgendaItem.objects.filter(motion=motion).first() or AgendaItem.objects.order_by("pk").first()
        put(item, meeting=row, motion=motion)
    assert item is not None
    assert item.motion is not None
    put(item.motion, stage="tabled")


def unapproved(row: Any) -> None:
    Minutes.objects.update(approved_at=None)


def on_no_agenda(row: Any) -> None:
    AgendaItem.objects.filter(motion=row).update(motion=None)
    put(row, amends=None)


def without_votes(row: Any) -> None:
    rows(Vote).filter(motion=row).update(withdrawn_at=clock.now())
    put(row, voting_closes_at=clock.now() + timedelta(days=2))


def late_line(row: Any) -> None:
    item = PlanItem.objects.filter(plan=row).first()
    put(item, owner=_office(), done_on=None, due_on=LONG_AGO)


def unsigned_agreement(row: Any) -> None:
    rows(Signature).filter(agreement=row, organisation=_office())._raw_delete("default")


def near(row: Any) -> None:
    rows(type(row)).filter(pk=row.pk).update(on=clock.today())


def to_recheck(row: Any) -> None:
    held = row.clock or Clock.objects.filter(name="recheck").first()
    put(held, name="recheck", ended_at=None)
    put(row, clock=held)


def day_has_come(row: Any) -> None:
    put(row, by_on=clock.today())


def without_leader(row: Project) -> None:
    row.roles.filter(role="leader").update(until=clock.now())


def project_is_checked(row: Any) -> None:
    put(row.project, stage="checking", lead=None)
    without_leader(row.project)


def remedied(row: Any) -> None:
    put(row, remedied_at=clock.now())


def panel(row: Any) -> None:
    account = Account.objects.get(username="head-370800")
    PanelSeat.objects.create(proceeding=row, account=account, body=_city("city:370800"), drawn_at=clock.now())


def _call_back() -> CallBack:
    now, body = clock.now(), _city()
    return CallBack.objects.create(
        body=body,
        place=body.region_code,
        phone="0370-2233445",
        stage="waiting",
        asked_at=now,
        promised_from=now,
        promised_until=now + timedelta(hours=3),
    )


def _forged() -> ForgedReport:
    return ForgedReport.objects.create(
        number="F-1", body=_city(), stage="waiting", how="sms", words="演示：退费请扫码", at=clock.now()
    )


def _stall() -> ListedStall:
    return ListedStall.objects.create(
        agent=Business.objects.order_by("pk")[0],
        body=_city(),
        name="演示摊位",
        stage="listed",
        listed_at=clock.now(),
    )


def _old_page() -> ImportedPage:
    batch = ImportBatch.objects.create(publisher=_city(), made_at=clock.now(), made_by="test")
    return ImportedPage.objects.create(batch=batch, position=1, name="1.html", size=1, state="read")


def _objection() -> Objection:
    answer = MakerAnswer.objects.order_by("pk")[0]
    return Objection.objects.create(project=answer.project, answer=answer, product="a", stage="raised")


def _clause() -> ClauseFinding:
    return ClauseFinding.objects.create(
        body=_city(),
        clause="prepaid.no_refund",
        wording="概不退卡",
        evidence="照片",
        since=LONG_AGO,
        stage="noted",
        noted_at=clock.now(),
        noted_by="account:0",
    )


def _nomination() -> LooseNomination:
    return LooseNomination.objects.create(
        name="演示小馆",
        city=_city(),
        kind="store",
        why="演示",
        free_version=1,
        client_key=uuid4(),
        stage="waiting",
        at=clock.now(),
    )


def _misuse() -> MisuseReport:
    made = MisuseReport(number="M-1", what="演示", where="演示", client_key=uuid4(), at=clock.now())
    return MisuseReport.objects.bulk_create([made])[0]


def _together() -> TogetherCase:
    case = Case.objects.filter(stage="deciding", lead__key="city:411400").order_by("pk")[0]
    binder = Together.objects.create(
        number="T000001",
        stage="open",
        business_id=case.business_id,
        body=Organisation.objects.get(key="city:320300"),
        title="年卡",
        opened_by="tests",
        opened_at=clock.now(),
    )
    return TogetherCase.objects.create(together=binder, case=case, stage="proposed", why="words")


def _pledge() -> Any:
    """A pledge for prepaid cards, made up."""
    fund = Fund.objects.exclude(owner=None).order_by("pk")[0]
    return Issuer.objects.create(
        business=fund.owner,
        body=fund.body,
        stage="applied",
        ratio_permille=300,
        guarantee_kind="bank",
        guarantor_name="演示银行",
        applied_at=clock.now(),
    )


def below_its_pledge(row: Any) -> None:
    """Its guarantee is not enough since today."""
    put(row, below_since=clock.today(), notice_due=clock.today() + timedelta(days=14))


MADE: dict[str, Callable[[], Any]] = {
    "businesses.ListedStall": _stall,
    "cases.CallBack": _call_back,
    "cases.ForgedReport": _forged,
    "cases.TogetherCase": _together,
    "education.ImportedPage": _old_page,
    "prepaid.Issuer": _pledge,
    "supervision.ClauseFinding": _clause,
    "supervision.Objection": _objection,
    "brands.LooseNomination": _nomination,
    "brands.MisuseReport": _misuse,
}
