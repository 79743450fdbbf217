"""The telephone directory: what is found, who sees which number, who keeps it, what the public sees at once."""

import re
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from huaihai import alliance
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.governance import secretariat
from huaihai.governance.directory import verbs
from huaihai.governance.models import Contact, Shift
from huaihai.kit import clock
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Post, Role
from huaihai.record import events
from tests import reading
from tests.posts import AT, PROGRAM, body, load_alliance, post_at
from tests.reading import fresh

pytestmark = pytest.mark.django_db
CITY, COUNTY, OTHER = "city:320300", "county:320302", "city:371300"
NOW = datetime(2026, 11, 25, 20, 0, tzinfo=clock.ZONE)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def tree(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    load_alliance(with_secretariat=False)


@pytest.fixture
def head() -> Post:
    return post_at(CITY, Role.HEAD)


def browser(post: Post) -> Client:
    return reading.browser(post.account)


def line(
    key: str = CITY, kind: Contact.Kind = Contact.Kind.DUTY, phone: str = "0516-12345678", **more: object
) -> Contact:
    stated = verbs.Stated(kind, "夜间电话", phone, **more)  # type: ignore[arg-type]
    return verbs.add(body(key), stated=stated, from_on=TODAY, by=PROGRAM, at=NOW)


def version_on(client: Client, address: str) -> str:
    found = re.search(r'name="seen" value="([^"]*)"', client.get(address).text)
    assert found
    return found[1]


@pytest.mark.both_databases
def test_all_bodies_of_all_cities_stand_there_page_by_page(head: Post) -> None:
    client = browser(head)
    names = set(Organisation.objects.values_list("name", flat=True))

    pages = "".join(client.get(f"/office/directory/?page={number}").text for number in range(1, 6))

    assert all(name in pages for name in names)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("鼓楼", True),
        ("鼓樓", True),
        ("徐州 鼓楼", True),
        ("0516 1234", True),
        ("１２３４５６", True),
        ("5678", True),
        ("0516-99", False),
        ("没有这个地方", False),
        ("\x00", False),
    ],
)
def test_a_body_is_found_by_name_place_or_digits(head: Post, asked: str, found: bool) -> None:
    line(COUNTY)

    page = browser(head).get("/office/directory/", {"q": asked}).text

    assert (body(COUNTY).name in page) is found


def test_a_county_is_found_beside_the_name_of_its_city_and_a_city_can_be_chosen(head: Post) -> None:
    county = next(node for node in Organisation.objects.within(body(CITY)) if "徐州" not in node.name)
    page = browser(head).get("/office/directory/", {"q": f"徐州 {county.place_name}"}).text
    assert county.name in page
    assert body(OTHER).name not in page
    page = browser(head).get("/office/directory/?city=371300").text
    assert body(OTHER).name in page
    assert body(CITY).name not in page


@pytest.mark.parametrize(
    "query", ["page=0", "page=x", "page=" + "9" * 4000, "city=%00", "q=" + "长" * 4000, "q=%25_"]
)
def test_nonsense_gives_a_page(head: Post, query: str) -> None:
    assert browser(head).get(f"/office/directory/?{query}").status_code == 200


@pytest.mark.both_databases
def test_more_lines_ask_no_more_of_the_database(head: Post) -> None:
    client = browser(head)
    client.get("/office/directory/?q=0516")
    line()
    few = reading.queries_of(client, "/office/directory/?q=0516")
    for node in Organisation.objects.exclude(kind="alliance").exclude(key=CITY)[:40]:
        line(node.key)
    assert client.get("/office/directory/?q=0516").text.count("夜间电话") == 25
    assert reading.queries_of(client, "/office/directory/?q=0516") == few <= 12


@pytest.mark.both_databases
def test_the_number_of_a_person_is_masked_in_every_list(head: Post) -> None:
    officer = post_at(COUNTY)
    held = line(COUNTY, Contact.Kind.PERSON, "13912345678", account=officer.account)
    node = body(COUNTY)

    for post in (officer, head):
        for rest in (f"{node.pk}/", "?q=13912345678", "?city=320300", "print/320300/"):
            assert "13912345678" not in browser(post).get(f"/office/directory/{rest}").text.replace(
                'value="13912345678"', ""
            )
        assert "···5678" in browser(post).get(f"/office/directory/{node.pk}/").text
    assert "13912345678" not in browser(head).get(f"/office/directory/{node.pk}/lines/{held.pk}/").text
    assert officer.account.shown_name in browser(head).get("/office/directory/?q=13912345678").text
    assert officer.account.shown_name not in browser(head).get("/office/directory/?q=139123").text


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SYSTEM_ADMIN, Role.SECRETARIAT, Role.HEAD])
def test_whoever_has_a_post_at_the_alliance_sees_no_number_of_a_person(role: Role) -> None:
    officer = post_at(COUNTY)
    held = line(COUNTY, Contact.Kind.PERSON, "13912345678", account=officer.account)
    post, node = post_at("alliance", role), body(COUNTY)

    assert not Contact.objects.visible_to(Actor.officer(post)).exists()
    page = browser(post).get(f"/office/directory/{node.pk}/").text
    assert "···5678" not in page
    assert "13912345678" not in page
    assert browser(post).post(f"/office/directory/{node.pk}/lines/{held.pk}/number/").status_code == 404
    with pytest.raises(NotAllowed):
        verbs.look(held, by=Actor.officer(post), at=NOW)


def test_each_look_at_the_number_of_a_person_stands_in_the_record(head: Post) -> None:
    colleague, stranger = post_at(COUNTY, username="colleague"), post_at(OTHER, Role.HEAD)
    held = line(COUNTY, Contact.Kind.PERSON, "13912345678", account=post_at(COUNTY).account)
    address = f"/office/directory/{body(COUNTY).pk}/lines/{held.pk}/number/"

    assert "13912345678" in browser(colleague).post(address).text
    assert browser(colleague).get(address).status_code == 302
    assert browser(stranger).post(address).status_code == 404

    event = events.history(f"contacts:{COUNTY}").last()
    assert (event.verb, event.by) == ("contact shown", Actor.officer(colleague).key)
    assert event.facts == {"contact": str(held.pk), "body": COUNTY}


def test_the_desks_of_the_members_may_look_at_the_number_of_whoever_is_on_duty(head: Post) -> None:
    on_duty, member, officer = post_at(CITY, username="night"), post_at(OTHER, Role.HEAD), post_at(OTHER)
    held = line(CITY, Contact.Kind.PERSON, "13912345678", account=on_duty.account)
    address = f"/office/directory/{body(CITY).pk}/lines/{held.pk}/number/"
    assert browser(member).post(address).status_code == 404

    Shift.objects.create(organisation=body(CITY), on=TODAY, account=on_duty.account)

    assert "···5678" in (page := browser(member).get("/office/roster/").text)
    assert "13912345678" not in page
    assert "13912345678" in browser(member).post(address).text
    assert "···5678" not in browser(officer).get("/office/roster/").text
    assert browser(officer).post(address).status_code == 404
    assert "您现在值班" in browser(on_duty).get("/office/roster/").text


def test_a_number_that_is_not_typed_anew_stays_with_its_person_and_goes_to_nobody_else(head: Post) -> None:
    held = line(CITY, Contact.Kind.PERSON, "13912345678", account=head.account)
    client, address = browser(head), f"/office/directory/{body(CITY).pk}/lines/{held.pk}/"
    typed = {"seen": 1, "kind": "person", "label": "手机", "phone": "", "account": str(head.account_id)}

    assert client.post(address, typed | {"kind": "public"}).status_code == 200
    assert client.post(address, typed).status_code == 302

    assert (fresh(held).label, held.private_phone, held.phone) == ("手机", "13912345678", "")


@pytest.mark.both_databases
def test_the_number_of_a_person_is_sealed_in_the_database(head: Post) -> None:
    held = line(COUNTY, Contact.Kind.PERSON, "13912345678", account=post_at(COUNTY).account)

    row = Contact.objects.filter(pk=held.pk).values("phone", "private_phone").get()
    event = events.history(f"contacts:{COUNTY}").last()

    assert "13912345678" not in str(row)
    assert "13912345678" not in str(event.facts)
    held.phone = "13912345678"
    with pytest.raises(IntegrityError), transaction.atomic():
        held.save()


@pytest.mark.both_databases
@pytest.mark.parametrize("kind", [Contact.Kind.DUTY, Contact.Kind.LINE, Contact.Kind.PUBLIC])
def test_every_number_is_sealed_and_stands_in_no_fact(kind: Contact.Kind) -> None:
    held = line(COUNTY, kind, "0516-87654321")
    verbs.end(held, last_on=TODAY, by=PROGRAM, at=NOW)

    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM governance_contact")
        stored = str(cursor.fetchall())
    written = str([event.facts for event in events.history(f"contacts:{COUNTY}")])

    assert Contact.objects.get().phone == "0516-87654321"
    for digits in ("0516-87654321", "051687654321", "87654321"):
        assert digits not in stored
        assert digits not in written


def test_the_public_sees_public_lines_alone() -> None:
    line(CITY, Contact.Kind.PUBLIC, "0516-11112222")
    line(CITY, Contact.Kind.DUTY, "0516-33334444")

    page = Client().get("/bodies/320300/").text

    assert "0516-11112222" in page
    assert "0516-33334444" not in page
    assert Client().get("/office/directory/").status_code == 302


def test_a_line_that_has_ended_is_shown_no_more(head: Post) -> None:
    held = line(CITY, Contact.Kind.PUBLIC, "0516-11112222")
    verbs.end(held, last_on=TODAY, by=Actor.officer(head), at=NOW)

    assert Contact.objects.in_use(TODAY).count() == 1
    assert Contact.objects.in_use(TODAY + timedelta(days=1)).count() == 0
    with pytest.raises(NotPossible):
        verbs.change(
            held,
            stated=verbs.Stated(Contact.Kind.PUBLIC, "x", "12345"),
            by=Actor.officer(head),
            at=NOW + timedelta(days=1),
        )


def test_who_keeps_the_telephones_of_a_body() -> None:
    node = body(COUNTY)
    may = {
        f"{key} {role}": verbs.may_keep(Actor.officer(post_at(key, role)), node, on=TODAY)
        for key in (COUNTY, CITY, OTHER)
        for role in (Role.HEAD, Role.SECRETARIAT, Role.SYSTEM_ADMIN, Role.OFFICER)
    }

    assert {name for name, allowed in may.items() if allowed} == {
        f"{key} {role}" for key in (COUNTY, CITY) for role in (Role.HEAD, Role.SECRETARIAT, Role.SYSTEM_ADMIN)
    }


def test_the_telephones_of_the_office_are_kept_by_whoever_holds_it(head: Post) -> None:
    secretariat.load(alliance.load(), by=PROGRAM, at=AT)
    root, other = body("alliance"), post_at(OTHER, Role.HEAD)
    typed = {"seen": 0, "kind": "line", "label": "秘书处电话", "phone": "0516-83712345"}
    address = f"/office/directory/{root.pk}/"

    assert browser(other).post(f"{address}lines/new/", typed).status_code == 404
    assert browser(head).post(f"{address}lines/new/", typed).status_code == 302
    assert "0516-83712345" in browser(other).get(address).text
    assert browser(head).get(f"{address}public/").status_code == 404


def test_who_does_not_keep_them_gets_no_page_and_no_act(head: Post) -> None:
    client, node = browser(post_at(CITY)), body(CITY)
    held = line()

    for rest in ("public/", "lines/new/", f"lines/{held.pk}/", f"lines/{held.pk}/end/"):
        assert client.post(f"/office/directory/{node.pk}/{rest}", {}).status_code == 404
    with pytest.raises(NotAllowed):
        verbs.end(held, last_on=TODAY, by=Actor.officer(post_at(OTHER, Role.HEAD)), at=NOW)


def test_a_system_administrator_keeps_the_directory_and_reads_nothing_else_of_the_office() -> None:
    client = browser(post_at(CITY, Role.SYSTEM_ADMIN))
    assert client.get(f"/office/directory/{body(CITY).pk}/public/").status_code == 200
    assert "/office/roster/" not in client.get("/office/directory/").text


@pytest.mark.both_databases
def test_a_correction_is_on_the_public_pages_at_once(head: Post) -> None:
    client, node = browser(head), body(CITY)
    address = f"/office/directory/{node.pk}/public/"

    answer = client.post(
        address,
        {
            "seen": version_on(client, address),
            "phone": "0516-83712345",
            "address": "演示路 1 号",
            "hours": "周一至周五 9:00–17:00",
        },
    )

    assert answer.status_code == 302
    page = Client().get("/bodies/320300/").text
    assert 'href="tel:0516-83712345"' in page
    assert "演示路 1 号" in page
    assert "9:00–17:00" in page
    assert 'href="tel:0516-83712345"' in Client().get("/bodies/").text


@pytest.mark.both_databases
def test_of_two_who_correct_the_second_is_told_and_keeps_what_was_typed(head: Post) -> None:
    client, node = browser(head), body(CITY)
    address = f"/office/directory/{node.pk}/public/"
    seen = version_on(client, address)
    Organisation.objects.filter(pk=node.pk).update(address="别人改的地址")
    answer = client.post(
        address,
        {"seen": seen, "phone": "0516-83712345", "address": "我的地址", "hours": ""},
    )

    assert answer.status_code == 409
    assert "别人改的地址" in answer.text
    assert "我的地址" in answer.text
    assert fresh(node).address == "别人改的地址"


def test_a_line_is_added_changed_and_ended_through_pages(head: Post) -> None:
    client, node = browser(head), body(CITY)
    typed = {
        "seen": 0,
        "kind": "duty",
        "label": "夜间电话",
        "phone": "０５１６－１２３４５６７８",
        "note": "22 点以后",
    }
    assert client.post(f"/office/directory/{node.pk}/lines/new/", typed).status_code == 302
    held = Contact.objects.get()
    assert held.phone == "0516-12345678"

    changed = client.post(
        f"/office/directory/{node.pk}/lines/{held.pk}/", typed | {"seen": 1, "phone": "0516-87654321"}
    )
    assert changed.status_code == 302
    again = client.post(f"/office/directory/{node.pk}/lines/{held.pk}/", typed | {"seen": 1, "label": "别的"})
    assert again.status_code == 409
    assert "0516-87654321" in again.text

    assert client.post(f"/office/directory/{node.pk}/lines/{held.pk}/end/", {"seen": 1}).status_code == 409
    assert client.post(f"/office/directory/{node.pk}/lines/{held.pk}/end/", {"seen": 2}).status_code == 302
    assert fresh(held).until_on == TODAY
    assert [event.verb for event in events.history(f"contacts:{CITY}")] == [
        "contact added",
        "contact changed",
        "contact ended",
    ]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("part", "typed"),
    [
        *(
            ("lines/new/", typed)
            for typed in (
                {"phone": "abc"},
                {"phone": "12"},
                {"phone": "\x00"},
                {"label": "长" * 61},
                {"kind": "secret"},
                {"kind": "person", "account": ""},
                {"kind": "person", "account": "\x00"},
                {"seen": "9" * 400},
            )
        ),
        *(
            ("public/", typed)
            for typed in (
                {"phone": "call me"},
                {"phone": "\x00"},
                {"address": "长" * 201},
                {"hours": "\x00"},
                {"phone": "1" * 9000},
            )
        ),
    ],
)
def test_what_cannot_be_is_explained(head: Post, part: str, typed: dict[str, object]) -> None:
    client, address = browser(head), f"/office/directory/{body(CITY).pk}/{part}"
    filled: dict[str, object] = {"seen": 0, "kind": "line", "label": "内线", "phone": "83712345"}
    if part == "public/":
        filled = {"seen": version_on(client, address)}
    answer = client.post(address, filled | typed)
    assert answer.status_code == 200
    assert 'id="errors"' in answer.text
    assert not Contact.objects.exists()


def test_the_number_of_somebody_elsewhere_is_not_kept_here() -> None:
    with pytest.raises(Unfit):
        line(CITY, Contact.Kind.PERSON, "13912345678", account=post_at(OTHER).account)


def test_the_sheet_of_a_city_holds_all_its_bodies_and_no_stranger(head: Post) -> None:
    page = browser(head).get("/office/directory/print/320300/").text

    assert all(node.name in page for node in Organisation.objects.within(body(CITY)))
    assert body(OTHER).name not in page
    assert browser(head).get("/office/directory/print/x/").status_code == 404
