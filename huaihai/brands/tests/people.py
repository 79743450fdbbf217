"""Who works on the programme in the tests: the secretariat, people of several cities, a shop that is nominated."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from huaihai import alliance
from huaihai.brands import moving
from huaihai.brands.models import Basis, Declaration, Entry
from huaihai.businesses.models import Business, Place, Representative
from huaihai.governance import membership, secretariat
from huaihai.governance.models import Count, Motion, Resolution
from huaihai.kit.clock import ZONE
from huaihai.members.accounts import open_account
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Role
from tests.posts import PASSWORD, PROGRAM, body, load_tree, post_at
from tests.scenes import remembered

HOME, NEAR, FAR, OTHER = "city:320300", "city:411400", "city:370800", "city:340600"
MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=ZONE)
TODAY = MONDAY.date()


@dataclass
class People:
    """The shop stands in HOME. `near`, `far` and `other` work in three other cities; `office` for the secretariat
    (which HOME holds); `holder` manages the shop."""

    home_body: Organisation
    home: Actor
    near: Actor
    near2: Actor
    far: Actor
    other: Actor
    auditor: Actor
    office: Actor
    holder: Actor
    shop: Business
    place: Place


@remembered
def assemble(at: datetime = MONDAY) -> People:
    """Load the alliance, open the accounts, write down a kettle shop."""
    load_tree()
    secretariat.load(alliance.load(), by=PROGRAM, at=at)
    membership.load(alliance.load(), by=PROGRAM, at=at)
    posts = {
        "home": post_at(HOME, username="home"),
        "near": post_at(NEAR, username="near"),
        "near2": post_at(NEAR, username="near2"),
        "far": post_at(FAR, username="far"),
        "other": post_at(OTHER, username="other"),
        "auditor": post_at(NEAR, Role.AUDITOR, username="auditor"),
        "office": post_at(HOME, Role.HEAD, username="office"),
    }
    shop = Business.objects.create(
        kind=Business.Kind.LEGAL_PERSON,
        name="演示水壶店",
        credit_code="91320300MA1TEST1X7",
        registered_at="320302",
        created_at=at,
    )
    place = Place.objects.create(
        business=shop, sign="演示水壶店（鼓楼店）", address="演示路 1 号", region_code="320302"
    )
    account = open_account(
        username="holder", display_name="演示 holder", password=PASSWORD, by=PROGRAM, at=at
    )
    Representative.objects.create(account=account, business=shop, from_on=date(2020, 1, 1))
    holder = Actor.business(account, {shop.pk})
    actors = {name: Actor.officer(post) for name, post in posts.items()}
    return People(home_body=body(HOME), holder=holder, shop=shop, place=place, **actors)


def an_entry(people: People, stage: str = "listed", *, at: datetime = MONDAY, **said: Any) -> Entry:
    """The shop's entry, put into this stage without the way to it."""
    facts: dict[str, Any] = {
        "kind": Entry.Kind.SHOP,
        "origin": Entry.Origin.SELF,
        "business": people.shop,
        "place": people.place,
        "name": people.place.sign,
        "body": people.home_body,
        "stage": stage,
        "opened_at": at,
        "opened_by": people.holder.key,
        "listed_at": None if stage in ("nominated", "accepted", "declined") else at,
    }
    if stage in ("held", "suspended", "removed"):
        facts |= {"held_since": at.date(), "held_until": date(at.year + 1, at.month, at.day)}
    return moving.create(year=at.year, **(facts | said))


def declared(entry: Entry, *actors: Actor, at: datetime = MONDAY) -> None:
    """These people have declared to have no conflict of interest."""
    for actor in actors:
        assert actor.organisation is not None
        assert actor.account_id is not None
        Declaration.objects.create(
            entry=entry,
            account_id=actor.account_id,
            body=actor.organisation.city or actor.organisation,
            has_conflict=False,
            at=at,
        )


def a_resolution(people: People, *, at: datetime = MONDAY) -> Resolution:
    """A resolution of the alliance, in force from that day, without the way to it."""
    serial = Motion.objects.count() + 1
    motion = Motion.objects.create(
        year=at.year,
        serial=serial,
        title="三心",
        text="三心",
        proposed_by=people.home_body,
        stage="carried",
        created_at=at,
    )
    counted = {"votes_for": 10, "quorum_needed": 6, "majority_needed": 6}
    count = Count.objects.create(
        motion=motion,
        round=1,
        counted_at=at,
        members=[],
        present=[],
        votes_against=0,
        abstentions=0,
        has_quorum=True,
        is_carried=True,
        **counted,
    )
    return Resolution.objects.create(
        year=at.year,
        serial=serial,
        motion=motion,
        count=count,
        title=motion.title,
        text=motion.text,
        document_hash="0" * 64,
        adopted_on=at.date(),
        in_force_from=at.date(),
        present=10,
        **counted,
    )


def a_basis(people: People, *, at: datetime = MONDAY, **said: Any) -> Basis:
    """A legal basis that the alliance has adopted."""
    facts: dict[str, Any] = {
        "kind": Basis.Kind.LIST,
        "title": "演示放心消费名录",
        "authority": "演示机关",
        "issued_on": date(2026, 1, 1),
        "from_on": date(2026, 1, 1),
        "source": "演示来源",
        "at": at,
        "by": people.office.key,
        "resolution": a_resolution(people, at=at),
    }
    return Basis.objects.create(**(facts | said))
