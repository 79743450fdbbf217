"""What holds for every kind of row of the office: its table, who reads it, and who is asked for a verb."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.desk.lives import NEW, Life, NotPossible
from huaihai.desk.verbs import Desk
from huaihai.governance.agreement.life import AGREEMENT, DRAFT, IN_FORCE, OPEN, RECORDED, WITHDRAWN
from huaihai.governance.agreement.pages import AGREEMENTS
from huaihai.governance.duties import DUTIES, set_duty
from huaihai.governance.lives import DUTY, MEETING, MOTION, PLAN, REPORT
from huaihai.governance.meetings.pages import MEETINGS
from huaihai.governance.models.hand_over import HAND_OVER
from huaihai.governance.models.pools import ENTRY, REQUEST
from huaihai.governance.motions.pages import MOTIONS
from huaihai.governance.planning import reports
from huaihai.governance.planning.pages import PLANS, REPORTS
from huaihai.governance.pools import verbs as pools_verbs
from huaihai.governance.pools.pages import ENTRIES
from huaihai.governance.tests import agreements, planning_cast
from huaihai.governance.tests.deciding import (
    MONDAY,
    Ten,
    open_in_writing,
    planned,
    tabled,
)
from huaihai.governance.tests.deciding_pages import Hands
from huaihai.governance.tests.pools_cast import LAWYER
from huaihai.members.models import Role
from tests.posts import body

LIVES = [AGREEMENT, DUTY, ENTRY, HAND_OVER, MEETING, MOTION, PLAN, REPORT, REQUEST]
LINYI, GIVES = "city:371300", "city:411400"
LISTS = (
    "office",
    "office-meetings",
    "office-motions",
    "office-duties",
    "office-agreement",
    "office-hand-over",
    "office-roster",
    "office-pools",
    "office-charter",
    "office-plans",
    "office-reports",
)
AGREED = {
    ("begin", NEW): DRAFT,
    ("revise", DRAFT): DRAFT,
    ("open", DRAFT): OPEN,
    ("sign", OPEN): OPEN,
    ("sign", IN_FORCE): IN_FORCE,
    ("come into force", OPEN): IN_FORCE,
    ("withdraw", DRAFT): WITHDRAWN,
    ("withdraw", OPEN): WITHDRAWN,
}


@pytest.mark.parametrize("life", LIVES, ids=lambda life: str(life.thing))
def test_every_verb_leads_from_known_stages_to_known_stages(life: Life) -> None:
    for verb, moves in life.verbs.items():
        assert set(moves) <= {NEW, *life.stages}
        assert set(moves.values()) <= set(life.stages)
        for stage in {NEW, *life.stages} - set(moves):
            with pytest.raises(NotPossible, match=str(life.thing)):
                life.after(verb, stage)


def test_the_agreement_is_written_opened_signed_and_withdrawn_before_it_is_in_force() -> None:
    assert {
        (verb, old): new for verb, moves in AGREEMENT.verbs.items() for old, new in moves.items()
    } == AGREED
    assert not [verb for verb in AGREEMENT.verbs if AGREEMENT.can(verb, RECORDED)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.OFFICER, 200),
        (Role.MEDIATOR, 200),
        (Role.AUDITOR, 200),
        (Role.SYSTEM_ADMIN, 404),
        (Role.SECURITY_ADMIN, 404),
    ],
)
def test_staff_and_the_auditor_read_the_office_and_administrators_do_not(
    hands: Hands, role: Role, status: int
) -> None:
    for name in LISTS:
        shown = 200 if name == "office" else status  # everybody of staff has a first page
        assert hands.of(LINYI, role).get(reverse(name)).status_code == shown
        assert Client().get(reverse(name)).status_code == 302


def lent(ten: Ten) -> Any:
    giver = body(GIVES)
    return pools_verbs.enrol("lawyer", LAWYER, body=giver, by=ten.voice(giver), at=MONDAY)


def lending(ten: Ten) -> Any:
    days = {"from_on": date(2026, 11, 30), "until_on": date(2026, 12, 4)}
    asker = ten.bodies[0]
    return pools_verbs.ask(lent(ten), body=asker, purpose="x", by=ten.office, at=MONDAY, **days)


def owed(ten: Ten) -> Any:
    return set_duty(text="x", owner=body(GIVES), due_on=date(2026, 11, 20), by=ten.office, at=MONDAY)


ROWS: list[tuple[Desk[Any], Callable[[Ten], Any]]] = [
    (MEETINGS, planned),
    (MOTIONS, tabled),
    (MOTIONS, open_in_writing),
    (DUTIES, owed),
    (AGREEMENTS, lambda _ten: agreements.draft()),
    (PLANS, planning_cast.opened),
    (REPORTS, lambda ten: reports.open_report(year=2026, quarter=3, by=ten.office, at=MONDAY)),
    (ENTRIES, lent),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("desk", "make"), ROWS, ids=lambda one: getattr(one, "name", ""))
def test_others_read_the_row_and_find_no_button_and_no_page_of_a_verb(
    ten: Ten, hands: Hands, desk: Desk[Any], make: Callable[[Ten], Any]
) -> None:
    row = make(ten)
    reader = hands.of(LINYI)
    page = reader.get(desk.home(row))
    assert page.status_code == 200
    addresses = [reverse(str(pattern.name), args=desk.keys(row)) for pattern in desk.urls()]
    for address in addresses:
        assert f'"{address}"' not in page.text
        assert reader.get(address).status_code == 404
    theirs = hands.of(GIVES) if desk in (DUTIES, ENTRIES) else hands.office
    assert 200 in [theirs.get(address).status_code for address in addresses]
