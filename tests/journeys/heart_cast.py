"""Who takes part in the journey of the three hearts, each at a browser of the own."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from huaihai.brands.entering.tests.entering import good_facts
from huaihai.brands.evidence import imports
from huaihai.brands.evidence import lists as penalty_lists
from huaihai.brands.evidence.imports import About
from huaihai.brands.evidence.tests import lists
from huaihai.brands.models import Entry, Mark, PairDecision, Proceeding
from huaihai.brands.tests import people as room
from huaihai.brands.tests.people import MONDAY, People
from huaihai.businesses.models import Pledge
from huaihai.businesses.pledges import terms as pledges_terms
from huaihai.businesses.pledges import verbs as pledges_verbs
from huaihai.governance import membership
from huaihai.governance.models import Motion
from huaihai.governance.motions import verbs
from huaihai.governance.tests.deciding import Ten, carried_in_writing, say
from huaihai.kit.text.normalise import fold
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Role
from tests.posts import PROGRAM, post_at, sign_in

from .conftest import DESK, PHONE, OpenPage
from .counting import Count, press
from .kettle_steps import step
from .test_office import Calendar

SHOP = "演示水壶店（鼓楼店）"
LONG_AGO = MONDAY.date() - timedelta(days=730)
PROMISES: dict[str, pledges_terms.Terms] = {
    Pledge.Kind.NO_REASON_RETURN: pledges_terms.ReturnTerms(days=7),
    Pledge.Kind.REPLY_24H: pledges_terms.ReplyTerms(hours=24),
    Pledge.Kind.GENUINE_GOODS: pledges_terms.GenuineTerms(times=10, least_fen=100_000),
}


@dataclass
class Hearts:
    """The people, one more of the far city, who speaks for each of the ten, officers of the six cities that `people`
    leaves out, and browsers, whose forms are counted by account."""

    people: People
    far2: Actor
    ten: Ten
    more: list[Actor]
    calendar: Calendar
    open_page: OpenPage
    pages: dict[str, Page]
    count: Count = field(default_factory=Count)

    @property
    def entry(self) -> Entry:
        """The one entry, as it stands now."""
        found: Entry = Entry.objects.select_related("body", "business", "place").get()
        return found

    @property
    def mark(self) -> Mark:
        """The one mark."""
        found: Mark = Mark.objects.get()
        return found

    def proceeding(self, kind: str) -> Proceeding:
        """The one proceeding of this kind, as it stands now."""
        found: Proceeding = Proceeding.objects.select_related("entry").get(kind=kind)
        return found

    def at(self, actor: Actor, *, size: tuple[int, int] = DESK) -> Page:
        """The browser of this person, signed in."""
        key = str(actor.account_id)
        if key not in self.pages:
            page = self.pages[key] = self.open_page("/staff/sign-in/", size=size, javascript=False)
            client = Client()
            sign_in(client, Account.objects.get(pk=key))
            session = client.cookies[settings.SESSION_COOKIE_NAME]
            page.context.add_cookies([{"name": session.key, "value": session.value, "url": page.url}])
            self.count.follow(page, key)
        return self.pages[key]

    def staff(self) -> Iterable[Actor]:
        """All who may be drawn for something."""
        people = self.people
        return [
            people.near,
            people.near2,
            people.far,
            self.far2,
            people.other,
            *self.more,
            *self.ten.voices.values(),
        ]

    def person(self, account: object) -> Actor:
        """Whoever of the staff this account is."""
        return next(one for one in self.staff() if str(one.account_id) == str(account))


def gather(open_page: OpenPage, calendar: Calendar) -> Hearts:
    """The alliance and a shop on the fast channel that promises three things; nobody has penalties so far."""
    people = room.assemble()
    good_facts(people)
    people.shop.words = fold("演示水壶店 鼓楼")
    people.shop.save()
    for kind, terms in PROMISES.items():
        draft = pledges_verbs.Draft(
            kind=kind, terms=terms, from_on=MONDAY.date() + timedelta(days=3), own_words=""
        )
        pledges_verbs.publish(people.shop, draft, by=people.holder, at=MONDAY)
    told = penalty_lists.read(lists.csv_of(), "penalties", today=MONDAY.date())
    about = About("演示来源", LONG_AGO, MONDAY.date())
    imports.store(told, about, by=PROGRAM, at=MONDAY)
    bodies = membership.members_on(MONDAY.date())
    voices = {
        body.key: people.office
        if body.key == room.HOME
        else Actor.officer(post_at(body.key, Role.HEAD, username=f"voice-{body.region_code}"))
        for body in bodies
    }
    taken = {room.HOME, room.NEAR, room.FAR, room.OTHER}
    rest = [body.key for body in bodies if body.key not in taken]
    more = [Actor.officer(post_at(key, username=f"more-{key[5:]}")) for key in rest]
    far2 = Actor.officer(post_at(room.FAR, username="far2"))
    return Hearts(people, far2, Ten(bodies, voices), more, calendar, open_page, {})


def declare(page: Page, entry: Entry) -> None:
    """Whoever sits here has no conflict of interest."""
    step(page, f"{entry.office_url}declaration/", has_conflict="no")


def agree(hearts: Hearts, proposed: str) -> None:
    """The second voice, from another city, from the page of the entry; it reads what it agrees with."""
    page, entry = hearts.at(hearts.people.far), hearts.entry
    made = PairDecision.objects.get(state=PairDecision.State.PROPOSED)
    page.goto(entry.office_url)
    page.locator(f'main a[href="/office/brands/decision/{made.pk}/agreement/"]').click()
    expect(page.locator("main")).to_contain_text(proposed)
    page.wait_for_load_state("domcontentloaded")
    if page.locator("[name=is_free]").count():  # nothing was declared yet
        page.check("[name=is_free]")
    press(page)
    expect(page.locator(".banner.success").first).to_be_visible()


def own(hearts: Hearts, path: str) -> Page:
    """A page of the business, on its manager's phone."""
    page = hearts.at(hearts.people.holder, size=PHONE)
    page.goto(f"/business/brands/{path}")
    return page


def fits(page: Page) -> None:
    """Nothing has to be moved sideways."""
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("innerWidth")


def the_others_vote(hearts: Hearts, motion: Motion, *but: str) -> None:
    """For it, by actions: all bodies but these."""
    for body in hearts.ten.bodies:
        if body.key not in but:
            say(hearts.ten, motion, body, at=hearts.calendar.now)


def remove_by_vote(hearts: Hearts, motion: Motion) -> None:
    """All ten vote for the removal, by actions."""
    verbs.table(motion, by=hearts.people.office, at=hearts.calendar.now)
    carried_in_writing(hearts.ten, motion, at=hearts.calendar.now)
