"""The pages of assessing: an assessor's own, really blind; the office; both forms of the programme."""

from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.brands.assessing import points as assessing_points
from huaihai.brands.assessing import sheet
from huaihai.brands.assessing import verbs as assessing_verbs
from huaihai.brands.assessing.tests.scene import (
    Scene,
    both,
    flat,
    free,
    hand_in,
    known,
    opened,
    ready,
    snapshot,
)
from huaihai.brands.assessing.verbs import points_field, reason_field
from huaihai.brands.catalogue.tests.shops import a_story
from huaihai.brands.evidence import refreshing
from huaihai.brands.evidence.facts import NAMES
from huaihai.brands.models import (
    Assessment,
    AssessorOffer,
    AssessorSeat,
    Basis,
    Declaration,
    Entry,
    EntryPicture,
    EvidenceState,
)
from huaihai.brands.tests.people import MONDAY, TODAY, People, an_entry
from huaihai.kit import clock
from huaihai.members.models import Account
from huaihai.record.models import Event
from huaihai.supervision.tests.people import client_of
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
MINE = "office-brand-assessments"


@pytest.fixture(autouse=True)
def on_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def filled(points: int = 75, **said: str) -> dict[str, str]:
    items = sheet.current().items
    typed = {points_field(item.key): str(points) for item in items}
    return typed | {reason_field(item.key): "演示理由" for item in items} | said


@pytest.fixture
def scene(people: People) -> Scene:
    """Two were drawn and have declared to have no conflict."""
    return opened(people)


def sheet_of(scene: Scene, number: int = 0) -> tuple[AssessorSeat, Client, str]:
    """A seat, a browser of whoever sits there, and the address of the sheet."""
    seat = scene.seats()[number]
    return seat, client_of(scene.actor(seat)), reverse("office-brand-assessment", args=[seat.pk])


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_staff_offer_and_take_it_back(people: People) -> None:
    client = client_of(people.near)
    assert client.get(reverse(MINE)).status_code == 200
    client.post(reverse("office-brand-offer"))
    assert AssessorOffer.objects.get().account_id == people.near.account_id
    assert client.post(reverse("office-brand-offer")).status_code == 409
    client.post(reverse("office-brand-offer-end"))
    assert AssessorOffer.objects.get().ended_at == MONDAY
    assert client.get(reverse("office-brand-offer")).status_code == 302


def test_who_was_drawn_declares_and_assesses_on_one_page_and_a_conflict_frees_the_seat(
    people: People,
) -> None:
    scene = ready(people)
    assessing_verbs.open_round(scene.entry, at=MONDAY)
    seat, client, address = sheet_of(scene)
    assert client.post(address, filled(50)).status_code == 200  # nothing was declared
    assert not Assessment.objects.exists()
    assert client.post(address, filled(50, has_conflict="no")).url == reverse(MINE)
    assert Assessment.objects.get().points == flat(50)
    assert not Declaration.objects.get(account=seat.account_id).has_conflict

    out, client, address = sheet_of(scene, 1)
    assert client.post(address, {"has_conflict": "yes", "what": "演示"}).url == reverse(MINE)
    assert client.get(address).status_code == 409
    assert out.pk not in {one.pk for one in scene.seats()}


def test_own_points_are_read_again_and_not_changed(scene: Scene) -> None:
    seat, client, address = sheet_of(scene)
    hand_in(scene, seat, flat(50, own=100))
    page = read(client, address)
    item = {one.key: one for one in sheet.current().items}["own"]
    assert item.step(100).words.zh in page
    assert "演示理由 own" in page
    assert 'role="alert"' not in page
    assert "<textarea" not in page
    assert address in read(client, reverse(MINE))
    assert client.post(address, filled(0)).status_code == 409
    Basis.objects.update(ended_on=TODAY)
    assert "演示理由" not in read(client, address)


def test_the_sheet_shows_story_pictures_and_evidence_and_no_score(people: People, scene: Scene) -> None:
    entry = scene.entry
    Entry.objects.filter(pk=entry.pk).update(name="演示直播间", what="演示直播间")
    row = snapshot(entry, total="71.3")
    EvidenceState.objects.create(entry=entry, snapshot=row, gathered_at=MONDAY)
    a_story(people, entry, line_zh="演示一句话")
    writer = Account.objects.get(pk=str(people.holder.account_id))
    EntryPicture.objects.create(
        entry=entry, number=1, state="shown", added_by=writer, added_at=MONDAY, place=1, shows="演示壶",
        rights="演示", kind="image/png", size=1, sha256="0" * 64,
    )  # fmt: skip
    _seat, client, address = sheet_of(scene)

    page = read(client, address)

    for part in (
        "演示一句话",
        reverse("brand-picture", args=[entry.number, 1]),
        str(NAMES["pledges"]),
        "徐州",
    ):
        assert part in page
    assert entry.body.short_name not in page.split("<main")[1]
    for part in ("演示直播间 · 演示直播间", "71.3", entry.office_url):
        assert part not in page
    assert "office-brand-" not in page.replace(reverse(MINE), "")


def test_an_empty_sheet_names_each_question_once(scene: Scene) -> None:
    _seat, client, address = sheet_of(scene)
    page = client.post(address, {}).content.decode()
    assert page.count('id="errors"') == 1
    summary = page.split('id="errors"')[1].split("</div>")[0]
    for item in sheet.current().items:
        assert summary.count(item.name.zh) == 2  # its step and its reason


@pytest.mark.parametrize(
    "spoilt",
    [{"points_own": "60"}, {"points_own": ""}, {"points_own": "九"}, {"points_own": "9" * 99}, {"reason_own": ""},
     {"reason_own": "a\x00b"}, {"reason_own": "�" * 501}, {"reason_own": "问 13812345678"}],
)  # fmt: skip
def test_bad_input_is_said_and_what_was_typed_stays(scene: Scene, spoilt: dict[str, str]) -> None:
    _seat, client, address = sheet_of(scene)
    answer = client.post(address, filled() | {"reason_told": "演示：标签清楚"} | spoilt)
    assert answer.status_code == 200
    assert "演示：标签清楚" in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()
    assert not Assessment.objects.exists()


def test_nobody_else_opens_an_assessors_page(people: People, scene: Scene) -> None:
    _seat, _client, address = sheet_of(scene)
    for actor in (scene.actor(scene.seats()[1]), people.office, people.home, people.auditor):
        client = client_of(actor)
        assert client.get(address).status_code == 404
        assert client.post(address, filled()).status_code == 404


def test_it_is_really_blind(people: People, scene: Scene) -> None:
    first, second = scene.seats()
    words = "演示：独一无二的理由"
    points, reasons = flat(25, own=100), dict.fromkeys(flat(), words)
    assessing_verbs.hand_in(first, points=points, reasons=reasons, by=scene.actor(first), at=MONDAY)
    name = Account.objects.get(pk=first.account_id).username
    pages = (
        reverse(MINE),
        reverse("office-brand-assessment", args=[second.pk]),
        scene.entry.office_url,
        scene.entry.get_absolute_url(),
        reverse("brands"),
        reverse("brand-notices"),
    )

    for actor in (scene.actor(second), people.office, people.auditor, scene.actor(first)):
        client = client_of(actor)
        told = "".join(client.get(address).content.decode() for address in pages)
        assert words not in told
        assert str(first.account_id) not in told
        if actor != scene.actor(first):
            assert f"演示 {name}" not in told
    told = str(list(Event.objects.filter(subject=scene.entry.record_key).values_list("facts", flat=True)))
    assert "'own'" not in told
    assert words not in told


def test_staff_and_business_read_what_the_assessment_waits_for(people: People) -> None:
    scene = ready(people)
    own = reverse("business-brand", args=[scene.entry.pk])
    pages = ((client_of(people.near), scene.entry.office_url), (client_of(people.holder), own))
    for client, address in pages:
        page = client.get(address).content.decode()
        assert "没有行政处罚" in page  # nobody read a list in yet
        assert "<button" not in page.split('id="assessing"')[1].split("</section>")[0]
    known(scene.entry)
    assert "当夜" in pages[0][0].get(scene.entry.office_url).content.decode()
    Basis.objects.update(ended_on=TODAY)
    assert "没有有效的法律依据" in pages[0][0].get(scene.entry.office_url).content.decode()


def test_what_was_not_enough_is_told_to_staff_and_business_alone(
    people: People, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    both(scene, flat(25), flat(50))
    short = {"total": True, "hearts": ["care"], "criteria": []}
    monkeypatch.setattr(refreshing, "refresh", partial(snapshot, total="61.7", short=short))
    assessing_verbs.conclude(scene.round.pk, at=MONDAY)
    own = reverse("business-brand", args=[scene.entry.pk])
    inside = ((client_of(people.office), scene.entry.office_url), (client_of(people.holder), own))

    for client, address in inside:
        assert "61.7" in read(client, address)
    assert "61.7" not in read(Client(), scene.entry.get_absolute_url())

    Basis.objects.update(ended_on=TODAY)
    for client, address in inside:
        page = read(client, address)
        assert "61.7" not in page
        assert "演示理由" not in page


def test_anybody_reads_the_sheet(people: People) -> None:
    page = Client().get(reverse("brand-sheet")).content.decode()
    for item in sheet.current().items:
        assert item.name.zh in page
        assert item.steps[2].words.zh in page
    assert sheet.current().sha256 in page
    reader = Client()
    reader.cookies["language"] = "en"
    english = reader.get(reverse("brand-sheet")).content.decode()
    assert sheet.current().items[0].name.en in english


def test_anybody_reads_how_far_assessors_agreed_in_a_year(people: People) -> None:
    address = reverse("brand-sheet")
    assert "还没有评审过" in Client().get(address).content.decode()
    scene = opened(people)
    both(scene, flat(75, own=25), flat(75, own=25))
    assert "太少" in Client().get(address).content.decode()
    for number in range(3):
        again(people, number)
    found = assessing_points.by_year()
    assert [(one.year, one.entries, one.units, one.alpha) for one in found] == [(2026, 4, 24, 1.0)]
    page = Client().get(address).content.decode()
    assert "1.00" in page.split('id="agreement"')[1]
    assert "太少" not in page


def again(people: People, number: int) -> None:
    """Another entry that two agree on in full."""
    scene = Scene(people, an_entry(people, what=f"演示{number}"))
    assessing_verbs.open_round(scene.entry, at=MONDAY)
    for seat in scene.seats():
        free(scene, seat)
    both(scene, flat(50, own=100), flat(50, own=100))


@pytest.mark.both_databases
def test_my_list_needs_the_same_queries_for_one_and_for_many(people: People, scene: Scene) -> None:
    seat, client, _address = sheet_of(scene)
    read(client, reverse(MINE))
    few = queries_of(read, client, reverse(MINE))
    for number in range(3):
        other = Scene(people, an_entry(people, what=f"演示{number}"))
        assessing_verbs.open_round(other.entry, at=MONDAY)
        its = other.seats()
        if seat.account_id not in {one.account_id for one in its}:  # chance has drawn two others
            given = next((one for one in its if one.body_id == seat.body_id), its[0])  # a body sits once
            AssessorSeat.objects.filter(pk=given.pk).update(account=seat.account_id, body=seat.body)
    assert AssessorSeat.objects.filter(account=seat.account_id).count() == 4
    assert queries_of(read, client, reverse(MINE)) <= few
