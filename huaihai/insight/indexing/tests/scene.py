"""Businesses of some trades with ended cases, made by the row: for counting, it matters only what stands there."""

from datetime import datetime, timedelta

from huaihai.businesses.models import Business
from huaihai.cases.models import Case
from huaihai.insight.indexing import verbs
from huaihai.insight.models import BusinessIndex
from huaihai.insight.rollups.tests.files import a_file
from huaihai.kit.clock import ZONE
from huaihai.record.models import Clock
from tests import cast as people

MAY = datetime(2026, 5, 2, 3, tzinfo=ZONE)  # the alliance begins
SUMMER = datetime(2026, 8, 10, 12, 0, tzinfo=ZONE)
LAST_NIGHT = datetime(2026, 9, 30, 0, 5, tzinfo=ZONE)  # of the quarter
FREEZING = datetime(2026, 10, 1, 0, 5, tzinfo=ZONE)
PUBLISHING = datetime(2026, 10, 16, 0, 5, tzinfo=ZONE)
NAMES = ("甲", "乙", "丙", "丁", "戊", "己", "庚")


def business(name: str, code: str = "", *, city: str = people.HOME) -> Business:
    """A business with a credit code: that of a company unless another one is given."""
    code = code or f"91{city}MA{Business.objects.count():08}"
    return Business.objects.create(
        name=f"{name}商行",
        kind=Business.Kind.LEGAL_PERSON,
        credit_code=code,
        registered_at=city,
        created_at=people.TUESDAY,
    )


def cases(
    of: Business, solved: int, not_solved: int = 0, *, category: str = "G01", at: datetime = SUMMER
) -> None:
    """So many cases that were admitted and ended, confirmed or not."""
    for number in range(solved + not_solved):
        ended = {"result": "fulfilled"} if number < solved else {"result": "unfulfilled"}
        _ended(of, at + timedelta(hours=number), category=category, **ended)


def unknown(of: Business, many: int) -> None:
    """Cases of which nobody said what became of them."""
    for number in range(many):
        _ended(of, SUMMER + timedelta(hours=number), category="G01", result="unconfirmed")


def _ended(of: Business, at: datetime, *, category: str, result: str) -> Case:
    return a_file(
        at - timedelta(days=20),
        lead=f"city:{people.HOME}",
        stage="closed",
        result=result,
        business=of,
        category=category,
        admitted_at=at - timedelta(days=10),
        ended_at=at,
    )


def answered(of: Business, in_time: int, late: int = 0) -> None:
    """The clocks of first replies on the cases of this business, which ended by a reply in time or after it."""
    told = Case.objects.filter(business=of).order_by("ended_at", "pk")[: in_time + late]
    for number, case in enumerate(told):
        served = case.ended_at - timedelta(days=15)
        Case.objects.filter(pk=case.pk).update(served_at=served)
        due = served + timedelta(days=5)
        Clock.objects.create(
            subject=case.record_key,
            name="first_reply",
            number=1,
            started_at=served,
            due_on=due.date(),
            due_at=due,
            ended_at=due - timedelta(days=1) if number < in_time else due + timedelta(days=1),
            ended_by="reply",
        )


def peers(many: int = 6) -> list[Business]:
    """So many businesses of one trade, six of seven cases of each solved."""
    found = [business(name) for name in NAMES[:many]]
    for one in found:
        cases(one, 6, 1)
    return found


def frozen() -> BusinessIndex:
    """The issue of the third quarter, as businesses read it."""
    verbs.night(at=LAST_NIGHT)
    verbs.night(at=FREEZING)
    return BusinessIndex.objects.get(quarter="2026-Q3")


def published() -> BusinessIndex:
    """The same, as everybody reads it."""
    frozen()
    verbs.night(at=PUBLISHING)
    return BusinessIndex.objects.get(quarter="2026-Q3")
