"""Cases that ended, re-visits and criteria for tests of evidence, without the way to them."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from huaihai.brands.evidence import checklist, revisits
from huaihai.brands.evidence.refreshing import gather
from huaihai.brands.models import CriteriaVersion, Entry, Rating, Revisit
from huaihai.brands.tests.people import MONDAY, TODAY, People, a_resolution, declared
from huaihai.cases.models import Agreement, Case, Complainant, Promise
from huaihai.kit.canonical import digest
from huaihai.record.models import Clock

DAY = timedelta(days=1)


def evidence(entry: Entry, *, as_of: date = TODAY, months: int = 24) -> dict[str, Any]:
    """What is known about the entry on this day."""
    return gather(entry, as_of=as_of, look_back_months=months)


def a_case(people: People, number: int = 1, *, at: datetime = MONDAY - 60 * DAY, **said: Any) -> Case:
    """A case about the shop that was admitted, settled, and closed with the consumer's word that it was done."""
    facts: dict[str, Any] = {
        "number": f"T{number:06d}",
        "stage": "closed",
        "home": people.home_body,
        "lead": people.home_body,
        "responsible": people.home_body,
        "business": people.shop,
        "place": people.place,
        "nature": "N01",
        "category": "G01",
        "price_fen": 10_000,
        "result": Case.Result.FULFILLED,
        "created_at": at,
        "submitted_at": at,
        "served_at": at + DAY,
        "admitted_at": at + 5 * DAY,
        "stage_since": at + 20 * DAY,
        "ended_at": at + 20 * DAY,
    }
    case = Case.objects.create(**(facts | said))
    Complainant.objects.create(case=case, name="演示消费者", phone=f"139{number:08d}")
    return case


def an_agreement(case: Case, *, promise: str = "kept", kind: str = Agreement.Kind.SETTLEMENT) -> Promise:
    """What was agreed in it: one promise, "kept", "broken" or "open"."""
    assert case.served_at is not None
    at = case.served_at + 3 * DAY
    made = Agreement.objects.create(
        case=case, kind=kind, terms="退款", perform_by_on=at.date(), reached_at=at
    )
    states: dict[str, dict[str, Any]] = {
        "kept": {"confirmed_at": at},
        "broken": {"breached_at": at},
        "open": {},
    }
    return Promise.objects.create(
        case=case,
        agreement=made,
        number=1,
        due_on=at.date(),
        recorded_by="system:test",
        recorded_at=at,
        **states[promise],
    )


def a_reply(case: Case, *, days: int = 1) -> Clock:
    """The clock of the first reply: four days, answered after so many."""
    assert case.served_at is not None
    return Clock.objects.create(
        subject=case.record_key,
        name="first_reply",
        owner="business",
        limit_name="TEST",
        number=4,
        unit="calendar_days",
        article="-",
        mark="derived",
        started_at=case.served_at,
        due_on=(case.served_at + 4 * DAY).date(),
        ended_at=case.served_at + days * DAY,
        ended_by="reply",
    )


def answers(entry: Entry, **said: str) -> dict[str, str]:
    """Every item of the sheet answered with yes, but for these (hyphens as underscores)."""
    changed = {key.replace("_", "-"): answer for key, answer in said.items()}
    return {item.key: checklist.YES for item in checklist.for_kind(entry.kind)} | changed


def rated(entry: Entry, *ratings: dict[str, Any]) -> None:
    """Somebody gave five stars after a case, but where said otherwise."""
    stars = {"overall": 5, "safe": 5, "ease": 5, "care": 5}
    facts = {"entry": entry, "way": "case", "rated_on": TODAY, **stars}
    Rating.objects.bulk_create(
        Rating(**facts | {"token": f"{number:064}"} | said) for number, said in enumerate(ratings, start=1)
    )


def a_revisit(
    people: People, entry: Entry, *, at: datetime = MONDAY, is_confirmed: bool = True, **said: str
) -> Revisit:
    """Two people of two other cities were there."""
    declared(entry, people.near, people.far, at=at - DAY)
    made = revisits.record(
        entry,
        client_key=uuid4(),
        visited_on=at.date(),
        answers=answers(entry, **said),
        by=people.near,
        at=at,
    )
    if is_confirmed:
        revisits.confirm(made, agrees=True, by=people.far, at=at)
    return made


def adopted(people: People, content: dict[str, Any], *, number: int = 1) -> CriteriaVersion:
    """These criteria count from the first of the year."""

    return CriteriaVersion.objects.create(
        number=number,
        content=content,
        content_hash=digest(content),
        at=MONDAY,
        by=people.office.key,
        resolution=a_resolution(people),
        from_on=MONDAY.date().replace(month=1, day=1),
    )
