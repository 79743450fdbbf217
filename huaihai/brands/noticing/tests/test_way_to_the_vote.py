"""From the nomination to the vote at pages: two people each of two other cities, and nobody of the office."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.brands.assessing import seats, sheet
from huaihai.brands.assessing.falling_due import due_acts as assessing_due
from huaihai.brands.assessing.tests.scene import criteria, known
from huaihai.brands.assessing.verbs import points_field, reason_field
from huaihai.brands.entering.tests.entering import good_facts
from huaihai.brands.models import AdmissionDossier, AssessorSeat, Entry, PairDecision
from huaihai.brands.noticing.falling_due import due_acts as noticing_due
from huaihai.brands.noticing.tests.scene import Outside, notice_of, objected
from huaihai.brands.tests.people import FAR, MONDAY, People, a_basis
from huaihai.desk import hearing
from huaihai.kit import clock
from huaihai.members.actors import Actor
from huaihai.supervision.tests.people import client_of
from tests.posts import post_at

pytestmark = pytest.mark.django_db
TICKS = {"truth": "on", "consent": "on", "conduct": "on", "free": "on"}
FREE = {"is_free": "on"}


class Walk:
    """The people with their browsers; `forms` counts what each sent that ended in another page."""

    def __init__(self, people: People, patch: pytest.MonkeyPatch) -> None:
        self.people, self.now, self.forms = people, MONDAY, Counter[object]()
        self.clients: dict[object, Client] = {}
        patch.setattr(clock, "now", lambda: self.now)
        patch.setattr(clock, "today", lambda: clock.now().date())

    def send(self, actor: Actor, address: str, **fields: object) -> str:
        """Read the page, send its form; where it leads."""
        client = self.clients.setdefault(actor.account_id, client_of(actor))
        assert client.get(address).status_code == 200, address
        answer = client.post(address, fields)
        assert answer.status_code == 302, answer.content.decode()
        self.forms[actor.account_id] += 1
        return str(answer["Location"])

    def night(self, day: date) -> None:
        """What falls due in the night before this day."""
        self.now = datetime.combine(day, MONDAY.timetz())
        for ask in (assessing_due, noticing_due):
            for act in list(ask(self.now)):
                act()

    @property
    def entry(self) -> Entry:
        found: Entry = Entry.objects.select_related("body", "business", "place").get()
        return found


@pytest.fixture
def walk(people: People, outside: Outside, monkeypatch: pytest.MonkeyPatch) -> Walk:
    good_facts(people)
    a_basis(people)
    criteria(people)
    return Walk(people, monkeypatch)


def test_two_people_each_of_two_other_cities_check_assess_and_notice(walk: Walk) -> None:
    people, far2 = walk.people, Actor.officer(post_at(FAR, username="far2"))
    for actor in (people.near2, far2):
        seats.offer(by=actor, at=MONDAY)

    thing = {
        "business": people.shop.pk,
        "kind": "shop",
        "place": people.place.pk,
        "why": "明码标价",
        "free": "on",
    }
    page = client_of(people.holder).get(reverse("business-brand-new")).content.decode()
    key = page.split('name="key" value="')[1].split('"')[0]
    accept = walk.send(people.holder, reverse("business-brand-new"), key=key, **thing)
    stated = {"name": "水壶老店", "place": people.place.pk, "seen": walk.entry.version}
    walk.send(people.holder, accept, **stated, **TICKS)
    walk.send(
        people.near,
        reverse("office-brand-facts", args=[walk.entry.pk]),
        outcome="pass",
        reasons="核对无误",
        **FREE,
    )
    agreement = reverse("office-brand-agreement", args=[PairDecision.objects.get().pk])
    walk.send(people.far, agreement, **FREE)
    assert walk.entry.stage == "listed"

    known(walk.entry)
    walk.night(MONDAY.date() + timedelta(days=1))
    for seat in AssessorSeat.objects.all():
        actor = people.near2 if seat.account_id == people.near2.account_id else far2
        address = reverse("office-brand-assessment", args=[seat.pk])
        items = sheet.current().items
        points = {points_field(item.key): 75 for item in items}
        walk.send(
            actor,
            address,
            has_conflict="no",
            **points,
            **{reason_field(item.key): "现场看到的" for item in items},
        )
    walk.night(MONDAY.date() + timedelta(days=2))
    assert walk.entry.stage == "notice"

    objection = objected(notice_of(walk.entry), at=walk.now)
    decide = reverse("office-brand-objection", args=[objection.pk])
    walk.send(people.near, decide, outcome="not-upheld", reasons="反映的是别的店")
    newest = PairDecision.objects.get(about="objection")
    walk.send(people.far, reverse("office-brand-agreement", args=[newest.pk]))

    walk.night(hearing.last_day(notice_of(walk.entry)) + timedelta(days=1))
    assert walk.entry.stage == "voting"
    motion = AdmissionDossier.objects.get().motion
    assert motion is not None
    assert (
        reverse("office-motion", args=[motion.pk])
        in client_of(people.office).get("/office/").content.decode()
    )
    sent = {
        who: walk.forms[getattr(people, who).account_id]
        for who in ("holder", "near", "far", "near2", "office")
    }
    # one form each of near and far is the objection's
    assert sent == {"holder": 2, "near": 2, "far": 2, "near2": 1, "office": 0}
    assert walk.forms[far2.account_id] == 1
    assert len(walk.forms) == 5


def test_who_ticks_nothing_has_no_part_and_what_was_typed_stays(walk: Walk) -> None:
    entry = Entry.objects.create(
        number="2026-9", year=2026, kind="shop", origin="self", business=walk.people.shop, place=walk.people.place,
        name="演示店", body=walk.people.home_body, stage="accepted", opened_at=MONDAY, opened_by="x",
    )  # fmt: skip
    address = reverse("office-brand-facts", args=[entry.pk])
    client = client_of(walk.people.near)
    answer = client.post(address, {"outcome": "pass", "reasons": "演示：核对过"})
    assert answer.status_code == 200
    assert "演示：核对过" in answer.content.decode()
    assert not PairDecision.objects.exists()
    assert not entry.declarations.exists()
