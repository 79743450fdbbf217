"""The way of a shop to its mark and to a penalty: what is done by actions, and what its people do at pages."""

from datetime import date, timedelta
from uuid import uuid4

from playwright.sync_api import Page, expect

from huaihai.brands.assessing import seats as assessing_seats
from huaihai.brands.assessing import sheet
from huaihai.brands.entering.tests.entering import GOOD_CODE
from huaihai.brands.evidence import checklist, ratings, revisits
from huaihai.brands.evidence.tests import lists
from huaihai.brands.models import AssessorSeat, Basis, NoticeObjection
from huaihai.brands.programme import content
from huaihai.brands.programme import verbs as programme_verbs
from huaihai.brands.programme.forms import Paper
from huaihai.governance.models import Motion
from huaihai.governance.motions import verbs
from huaihai.governance.tests.deciding import HOUR, carried_in_writing
from huaihai.members.actors import Actor

from .conftest import PHONE
from .counting import press
from .heart_cast import SHOP, Hearts, agree, fits, own, the_others_vote
from .kettle_steps import done, step
from .test_office import count, put_to_written_vote, vote

SLIPS = 12
PENALISED = date(2026, 12, 10)


def adopt_basis_and_criteria(hearts: Hearts) -> None:
    """By actions; the pages of it are tested in `brands.programme`. Both count from the day after the vote."""
    at, office = hearts.calendar.now, hearts.people.office
    paper = Paper(
        kind=Basis.Kind.LIST,
        title="演示放心消费名录",
        number="演示〔2026〕1号",
        authority="演示机关",
        issued_on=date(2026, 1, 1),
        from_on=date(2026, 1, 1),
        until_on=None,
        source="演示来源",
    )
    basis = programme_verbs.record_basis(paper, by=office, at=at)
    version = programme_verbs.fix_criteria(content.suggested(), reason="演示：第一版标准。", by=office, at=at)
    for motion in (
        programme_verbs.draft_basis_motion(basis, by=office, at=at),
        programme_verbs.draft_criteria_motion(version, by=office, at=at),
    ):
        verbs.table(motion, by=office, at=at)
        carried_in_writing(hearts.ten, motion, at=at)
    for actor in (hearts.people.near2, hearts.far2):  # near and far decide, so they do not assess
        assessing_seats.offer(by=actor, at=at)


def visit(hearts: Hearts) -> None:
    """Two people come unannounced, find all in order and hand out slips, with which buyers rate. By actions."""
    at, entry, people = hearts.calendar.now, hearts.entry, hearts.people
    printed = revisits.make_sheet(entry, count=SLIPS, by=people.near, at=at - HOUR)
    answers = dict.fromkeys((item.key for item in checklist.for_kind(entry.kind)), checklist.YES)
    made = revisits.record(
        entry, client_key=uuid4(), visited_on=at.date(), answers=answers, by=people.near, at=at
    )
    revisits.confirm(made, agrees=True, by=people.far, at=at)
    for number in range(1, SLIPS + 1):
        stars = dict.fromkeys(ratings.HEARTS, 4 if number % 3 == 0 else 5)
        ratings.rate_with_slip(
            ratings.code(printed.pk, number), ratings.BuyerWords(stars), by=Actor.public(), at=at + HOUR
        )


def nominate(phone: Page) -> None:
    """A consumer finds the shop, and says why."""
    phone.goto("/brands/nominate/?q=水壶")
    phone.locator('main a[href^="/brands/nominate/"]', has_text=SHOP[:5]).first.click()
    phone.check("[name=kind][value=shop]")
    phone.select_option("[name=place]", index=1)
    phone.fill("[name=why]", "老板实在，修水壶不收钱。")
    phone.check("[name=free]")
    fits(phone)
    press(phone)
    phone.wait_for_url("**/brands/nominate/thanks/")


def take_part(hearts: Hearts) -> None:
    """The manager finds the nomination on the desk of the business, states what is true, and agrees."""
    page, entry = own(hearts, ""), hearts.entry
    page.locator(f'main a[href="/business/brands/{entry.pk}/"]').first.click()
    page.locator(f'main a[href="/business/brands/{entry.pk}/acceptance/"]').first.click()
    for tick in ("truth", "consent", "conduct", "free"):
        page.check(f"[name={tick}]")
    fits(page)
    press(page)
    done(page)


def check_facts(hearts: Hearts) -> None:
    """Two people of two other cities; one alone moves nothing."""
    near, entry = hearts.at(hearts.people.near), hearts.entry
    near.goto(f"{entry.office_url}facts/")
    near.check("[name=is_free]")
    near.check("[name=outcome][value=pass]")
    near.fill("[name=reasons]", "执照有效，没有处罚，已作承诺。")
    press(near)
    done(near)
    assert hearts.entry.stage == "accepted"
    agree(hearts, "通过，列入名录")
    assert hearts.entry.stage == "listed"


def assess(hearts: Hearts) -> None:
    """It opened by rule, and nobody picked anybody; two were drawn, declare, and hand in their points."""
    assert hearts.entry.stage == "assessing"
    seats = list(AssessorSeat.objects.order_by("rank"))
    assert len({seat.body_id for seat in seats}) == 2
    for number, seat in enumerate(seats):
        page = hearts.at(hearts.person(seat.account_id))
        page.goto("/office/brands/assessing/")
        page.locator(f'main a[href="/office/brands/assessing/{seat.pk}/"]').first.click()
        page.check("[name=has_conflict][value=no]")
        for place, item in enumerate(sheet.current().items):
            page.check(f'[name="points_{item.key}"][value="{(75, 100)[(place + number) % 2]}"]')
            page.fill(f'[name="reason_{item.key}"]', "现场看到的和材料一致。")
        press(page)
        done(page)


def object_and_answer(hearts: Hearts, phone: Page) -> None:
    """Somebody objects to the public notice; two people find that it was another shop."""
    phone.goto("/brands/notice/")
    expect(phone.locator("main")).to_contain_text(SHOP)
    phone.goto(f"/brands/{hearts.entry.number}/objection/")
    phone.fill("[name=what]", "退货")
    phone.fill("[name=why]", "上个月退货拖了两周。")
    press(phone)
    phone.wait_for_url("**/brands/notice/*-Y1/")
    objection = NoticeObjection.objects.get()
    words = {"outcome": "not-upheld", "reasons": "经核实，反映的是别的店。"}
    step(hearts.at(hearts.people.near), f"/office/brands/objections/{objection.pk}/", **words)
    agree(hearts, "异议不成立")
    objection.refresh_from_db()
    assert objection.state == "not-upheld"
    phone.goto(hearts.entry.get_absolute_url())
    expect(phone.locator("main")).to_contain_text(words["reasons"])


def admit(hearts: Hearts) -> None:
    """When the notice is over the motion is there; the office tables it, one body votes at its page, it is counted."""
    office = hearts.at(hearts.people.office)
    motion = Motion.objects.get(stage="draft")
    office.goto("/office/")
    office.locator(f'main a[href="/office/motions/{motion.pk}/"]').first.click()
    office.locator(f'main a[href="/office/motions/{motion.pk}/tabling/"]').click()
    press(office)
    put_to_written_vote(office, motion, hearts.calendar.now.date() + timedelta(days=6))
    voter = hearts.ten.bodies[1]
    vote(hearts.at(hearts.ten.voice(voter), size=PHONE), motion)
    the_others_vote(hearts, motion, voter.key)
    count(office, motion)
    assert hearts.entry.stage == "held"


def penalise(hearts: Hearts) -> None:
    """The office hands the authority's list in, another city compares it; at night the rule suspends the mark."""
    office = hearts.at(hearts.people.office)
    hearts.calendar.move(PENALISED + timedelta(days=4))
    office.goto("/office/brands/imports/")
    office.check("[name=about][value=penalties]")
    row = lists.row(code=GOOD_CODE, day=PENALISED.isoformat(), gravity="严重", what="销售不合格水壶")
    file = {"name": "list.csv", "mimeType": "text/csv", "buffer": lists.csv_of(row)}
    office.set_input_files("[name=file]", file)  # type: ignore[arg-type]  # a payload
    office.fill("[name=source]", "演示市场监督管理局公示网页")
    office.fill("[name=known_from]", "2026-11-02")
    office.fill("[name=known_until]", (PENALISED + timedelta(days=3)).isoformat())
    press(office)
    office.wait_for_url("**/imports/preview/")
    press(office)
    done(office)
    other = hearts.at(hearts.people.far)
    other.goto("/office/brands/imports/")
    other.locator('main a[href^="/office/brands/imports/"]').first.click()
    expect(other.locator("main")).to_contain_text("严重")
    press(other)
    done(other)
    assert hearts.entry.stage == "held"
    hearts.calendar.move(PENALISED + timedelta(days=5), hour=1)
    assert hearts.entry.stage == "suspended"
