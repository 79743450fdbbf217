"""A shop and its mark: nominated, assessed, objected to, voted on, penalised, suspended, heard, removed, appealed.

Walked at pages, each person at a browser of the own: the nomination, the word of the business, facts and objection by
two people of two cities, the assessment, the notice (so far forms and fields are counted), the vote of one body with
its count, the list with the penalty, statement, hearing, confirmation, the draft of the removal, the appeal and its
panel; and everything that anybody reads on the way. By actions, because they have journeys or tests of their own:
pledges, basis and criteria, offers to assess, two re-visits with their slips and ratings, the other bodies' votes, and
what falls due by night.
"""

import json
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from huaihai.brands import verifying
from huaihai.brands.assessing import sheet
from huaihai.brands.catalogue.tests.test_safe_form import GIVEN, WORDS
from huaihai.brands.conduct import panels
from huaihai.brands.models import Proceeding
from huaihai.governance.models import Motion
from huaihai.record import events

from .conftest import PHONE, OpenPage
from .counting import press
from .heart_cast import SHOP, Hearts, agree, declare, fits, gather, own, remove_by_vote
from .heart_steps import (
    PENALISED,
    admit,
    adopt_basis_and_criteria,
    assess,
    check_facts,
    nominate,
    object_and_answer,
    penalise,
    take_part,
    visit,
)
from .kettle_steps import done, step
from .test_office import Calendar, calendar

__all__ = ["calendar"]  # the fixture
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
LISTED, ADOPTED, VISITED, AGAIN, OPENED = (date(2026, 11, day) for day in (3, 4, 9, 16, 17))
SAID = {  # the check page's heading, what the page of the entry says, and the written rule that both name
    "good": ("真标识，今天有效", "持有三心标识", ""),
    "suspended": ("真标识，但已暂停使用", "标识已暂停使用。", "受到严重行政处罚"),
    "removed": ("已移出名录，标识作废", "日移出名录。", "暂停期满仍未整改"),
}
LOGGED = (  # the newest first
    "复核小组决定：维持原决定。",
    "商家提出申诉",
    "已移出名录。由联盟表决决定。",
    "没有按期整改，提请移出。",
    "维持暂停。由两个城市的两人共同决定。",
    "已当面听取商家陈述。",
    "标识已暂停使用。按书面规则自动执行。",
    "取得三心标识。由联盟表决决定。",
)


def read_the_safe_form(phone: Page, entry_url: str) -> None:
    """Before a basis is adopted there is a directory, and nobody has a title, a rank or a score."""
    phone.goto("/brands/")
    listed = phone.locator("main").inner_text()
    assert SHOP in listed
    assert [word for word in WORDS["zh-hans"] if word in listed] == []
    phone.goto(entry_url)
    page = phone.locator("main").inner_text()
    assert SHOP in page
    assert [word for word in GIVEN["zh-hans"] if word in page] == []
    assert [word for word in ("标识", "称号", "排名", "得分", "持有") if word in page] == []


def scan(hearts: Hearts, phone: Page, state: str) -> None:
    """What the sign on the wall leads to, the entry's page, the list of marks that count no more, the sign to print."""
    entry, (title, _stands, why) = hearts.entry, SAID[state]
    phone.goto(f"/brands/m/{hearts.mark.payload}/")
    expect(phone.locator(f'main [data-state="{state}"]')).to_be_visible()
    expect(phone.get_by_role("heading", name=title)).to_be_visible()
    expect(phone.locator("main")).to_contain_text(why)
    fits(phone)
    phone.goto("/brands/marks/")
    is_over = state != "good"
    expect(phone.locator(f'main a[href="{entry.get_absolute_url()}"]')).to_have_count(int(is_over))
    phone.goto(entry.get_absolute_url())
    words = phone.locator("main").inner_text()
    assert [key for key, said in SAID.items() if said[1] in words] == [state]
    assert why in words
    fits(phone)
    sign = hearts.at(hearts.people.holder).request.get(f"/brands/{entry.number}/mark.svg")
    assert sign.status == (409 if is_over else 200)


def be_heard(hearts: Hearts) -> None:
    """The business states its case and is heard; two people confirm the suspension."""
    office, row = hearts.at(hearts.people.office), hearts.proceeding(Proceeding.Kind.SUSPEND)
    page = own(hearts, f"{hearts.entry.pk}/")
    page.locator(f'main a[href="/business/brands/proceedings/{row.pk}/statement/"]').first.click()
    page.fill("[name=text]", "事情属实，货已换，人已赔。")
    page.check("[name=wants_hearing]")
    fits(page)
    press(page)
    done(page)
    base, day = f"/office/brands/proceedings/{row.pk}/", PENALISED + timedelta(days=11)
    step(office, f"{base}hearing/", day=day.isoformat(), time="09:30", where="演示会议室")
    hearts.calendar.move(day, hour=11)
    step(office, f"{base}minutes/", came="yes", minutes="经营者到会说明了经过。")
    reasons = "处罚事实清楚，整改还没有完成。"
    step(hearts.at(hearts.people.near), f"{base}decision/", outcome="confirm", reasons=reasons)
    agree(hearts, "维持暂停，直到整改到位。")
    assert hearts.proceeding(Proceeding.Kind.SUSPEND).outcome == "suspended"


def remove(hearts: Hearts) -> None:
    """Nobody appeals or remedies, so a removal is opened by rule; the business is silent; the alliance votes."""
    for kind, stages in (("suspend", ("decided", "remedy")), ("remove", ("statement",))):
        for stage in stages:
            row = hearts.proceeding(kind)
            assert row.stage == stage
            assert row.due_on
            hearts.calendar.move(row.due_on + timedelta(days=1), hour=1)
    row = hearts.proceeding("remove")
    assert (row.stage, hearts.entry.stage) == ("deciding", "suspended")
    address = f"/office/brands/proceedings/{row.pk}/motion/"
    step(hearts.at(hearts.people.office), address, reasons="严重处罚之后没有整改，标识不再有效。")
    remove_by_vote(hearts, Motion.objects.get(stage="draft"))
    hearts.calendar.move(hearts.calendar.now.date() + timedelta(days=1))


def appeal(hearts: Hearts) -> None:
    """The holder appeals; three who had no part are drawn, and two of them uphold the removal."""
    row = hearts.proceeding("remove")
    page = own(hearts, f"proceedings/{row.pk}/")
    page.locator(f'main a[href="/business/brands/proceedings/{row.pk}/appeal/"]').first.click()
    page.fill("[name=text]", "我们已经整改，请复核。")
    press(page)
    done(page)
    seats = panels.seats_taken(row)
    assert len({seat.body_id for seat in seats} - {hearts.entry.body_id}) == 3
    for seat, choice in zip(seats, ("set-aside", "uphold", "uphold"), strict=True):
        desk = hearts.at(hearts.person(seat.account_id))
        declare(desk, hearts.entry)
        address = f"/office/brands/proceedings/{row.pk}/"
        desk.goto(address)
        desk.locator(f'main a[href="{address}vote/"]').first.click()
        desk.check(f"[name=choice][value={choice}]")
        desk.fill("[name=reasons]", f"复核理由：{choice}")
        press(desk)
        done(desk)
    assert hearts.proceeding("remove").stage == "ended"


def read_the_end(hearts: Hearts, phone: Page) -> None:
    """What anybody reads when all is over: the entry's page, the catalogue, the log, the signed list."""
    entry = hearts.entry
    phone.goto(entry.get_absolute_url())
    expect(phone.locator("main")).to_contain_text("严重处罚之后没有整改，标识不再有效。")
    phone.goto("/brands/")
    expect(phone.locator("main")).not_to_contain_text(SHOP)
    phone.goto(f"/brands/log/?entry={entry.number}")
    told = phone.locator("main").inner_text()
    assert sorted(LOGGED, key=told.index) == list(LOGGED)
    listed = json.loads(json.loads(phone.request.get("/brands/marks/status.json").body())["body"])
    assert listed["marks"][hearts.mark.number][0] == "removed"


def assert_how_much_it_took(hearts: Hearts) -> None:
    """Six forms of two people each of two other cities, two of these the objection's, and none of the office."""
    people = hearts.people
    took = {
        "checks and proposes": (people.near, 2, 5),
        "agrees": (people.far, 2, 1),
        "assesses": (people.near2, 1, 1 + 2 * len(sheet.current().items)),
        "assesses, too": (hearts.far2, 1, 1 + 2 * len(sheet.current().items)),
        "takes part": (people.holder, 1, 4),
        "sees to the vote": (people.office, 0, 0),
    }
    for part, (person, *figures) in took.items():
        assert hearts.count.of(str(person.account_id)) == tuple(figures), part
    assert len(hearts.count.forms) == 5  # and nobody else


def test_a_mark_from_the_nomination_to_its_end(open_page: OpenPage, calendar: Calendar) -> None:
    hearts = gather(open_page, calendar)
    phone = open_page("/brands/", size=PHONE, javascript=False)

    nominate(phone)
    take_part(hearts)
    check_facts(hearts)
    calendar.move(LISTED)
    read_the_safe_form(phone, hearts.entry.get_absolute_url())

    calendar.move(ADOPTED)
    adopt_basis_and_criteria(hearts)
    for day in (VISITED, AGAIN):
        calendar.move(day)
        visit(hearts)
    calendar.move(OPENED)
    assess(hearts)
    calendar.move(OPENED + timedelta(days=1), hour=1)
    assert hearts.entry.stage == "notice"
    object_and_answer(hearts, phone)
    calendar.move(date(2026, 12, 4))
    assert hearts.entry.stage == "voting"
    assert_how_much_it_took(hearts)
    admit(hearts)
    scan(hearts, phone, "good")

    penalise(hearts)
    scan(hearts, phone, "suspended")
    be_heard(hearts)
    remove(hearts)
    scan(hearts, phone, "removed")
    appeal(hearts)
    scan(hearts, phone, "removed")
    read_the_end(hearts, phone)
    assert events.broken_at(hearts.entry.record_key) is None
    assert [str(one) for one in verifying.findings()] == []
