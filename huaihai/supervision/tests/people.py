"""Who works on joint supervision in the tests: a leading body, a partner, the office, an auditor."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.test import Client

from huaihai.kit.clock import ZONE
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Organisation, Role
from huaihai.supervision import cities as supervision_cities
from huaihai.supervision import verbs
from huaihai.supervision.forms import CityPart
from huaihai.supervision.models import Project
from tests.posts import body, load_alliance, post_at, sign_in
from tests.scenes import remembered

LEAD, PARTNER = "city:320300", "city:411400"
MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=ZONE)


@dataclass
class People:
    """`leader` and `helper` work at the body that leads (also the secretariat's), the partners at another city's."""

    lead_body: Organisation
    partner_body: Organisation
    leader: Actor
    helper: Actor
    partner: Actor
    partner2: Actor
    auditor: Actor
    office: Actor


@remembered
def assemble(at: datetime = MONDAY) -> People:
    """Load the alliance and open the accounts."""
    load_alliance(at=at)
    posts = {
        "leader": post_at(LEAD, username="leader"),
        "helper": post_at(LEAD, username="helper"),
        "partner": post_at(PARTNER, username="partner"),
        "partner2": post_at(PARTNER, username="partner2"),
        "auditor": post_at(PARTNER, Role.AUDITOR, username="auditor"),
        "office": post_at(LEAD, Role.HEAD, username="office"),
    }
    return People(body(LEAD), body(PARTNER), **{name: Actor.officer(post) for name, post in posts.items()})


def opened(
    people: People, kind: str, plan: Mapping[str, Any] | None = None, *, at: datetime = MONDAY, **said: Any
) -> Project:
    """A project of the leading body in which both cities take part."""
    facts: dict[str, Any] = {
        "title": f"演示{kind}",
        "theme": Project.Theme.QUALITY,
        "question": "哪些更安全？",
        "starts_on": date(2026, 11, 3),
        "ends_on": date(2026, 11, 30),
    } | said
    cities = [CityPart(people.lead_body, share=12), CityPart(people.partner_body, share=12)]
    project = verbs.open_project(
        kind=kind,
        lead=people.lead_body,
        year=2026,
        plan=plan,
        cities=cities,
        by=people.leader,
        at=at,
        **facts,
    )
    supervision_cities.answer(project, agrees=True, by=people.partner, at=at)
    project.refresh_from_db()
    return project


def page_at(client: Client, address: str) -> str:
    """The page that stands there."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def client_of(actor: Actor) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    sign_in(client, Account.objects.get(pk=str(actor.account_id)))
    return client
