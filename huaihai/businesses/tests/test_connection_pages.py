"""A manager connects a system, sees its secrets once, changes its key, ends it; nobody else does."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huaihai import alliance
from huaihai.businesses.models import Business, Change, Connection, Place, Representative
from huaihai.businesses.register.verbs import Stated, find_or_write_down
from huaihai.businesses.tests.shared import CODE, OTHER_CODE
from huaihai.kit import clock
from huaihai.members import directory
from huaihai.members.accounts import open_account
from huaihai.members.actors import Actor
from huaihai.members.factors import code_of
from huaihai.members.models import Account, Role
from tests import cast as people
from tests.reading import fresh

pytestmark = pytest.mark.django_db


PAGE = "/business/connections/"


@pytest.fixture
def sun(client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(clock, "now", lambda: people.TUESDAY)
    people.sign_in(client, people.assemble().accounts["sun"])
    return client


def connect(client: Client, **changed: str) -> str:
    business = Representative.objects.get(account__username="sun").business_id
    said = {
        "business": str(business),
        "name": "till",
        "is_sandbox": "1",
        "webhook_url": "https://till.example/in",
    }
    return client.post(f"{PAGE}new/", said | changed).text


@pytest.mark.both_databases
def test_a_connection_goes_from_its_making_to_its_end(sun: Client) -> None:
    page = connect(sun)
    [secret] = re.findall(r"\bhs_[\w-]{30,}", page)
    held = Connection.objects.get()
    one = f"{PAGE}{held.pk}/"
    assert held.is_sandbox
    sun.post(f"{one}practice/")
    sun.post(f"{one}test/")
    assert list(Change.objects.values_list("kind", flat=True)) == ["case.invited", "connection.test"]
    page = sun.get(one).text
    assert secret not in page
    change = Change.objects.first()
    assert sun.post(f"{one}changes/{change.pk}/again/").status_code == 302
    page = sun.post(f"{one}key/", {"seen": "1", "overlap_days": "7"}).text
    assert secret not in page
    assert held.keys.count() == 2
    late = sun.post(f"{one}address/", {"seen": "1", "webhook_url": ""})
    assert late.status_code == 409
    assert sun.post(f"{one}end/", {"seen": "2"}).status_code == 302
    assert sun.post(f"{one}key/", {"seen": "3", "overlap_days": "0"}).status_code == 409
    assert sun.get(PAGE).status_code == 200


def test_an_address_that_cannot_be_sent_to_is_refused_and_kept_on_the_page(sun: Client) -> None:
    page = connect(sun, webhook_url="http://10.0.0.1/in")
    assert "http://10.0.0.1/in" in page
    assert not Connection.objects.exists()


def test_an_address_in_a_network_of_its_own_is_refused_where_it_is_typed(sun: Client, settings: Any) -> None:
    settings.WEBHOOKS_TO_LOOPBACK = False
    for host in ("127.0.0.1", "localhost", "192.168.1.7", "[::1]", "[fe80::1]", "169.254.169.254"):
        page = connect(sun, webhook_url=f"https://{host}/in")
        assert "公网" in page, host
    assert not Connection.objects.exists()


@pytest.mark.both_databases
def test_a_button_pressed_after_the_sign_in_had_ended_is_to_be_pressed_again(sun: Client) -> None:
    connect(sun)
    held = Connection.objects.get()
    button = f"{PAGE}{held.pk}/test/"
    sun.logout()
    asked = sun.post(button)
    people.sign_in(sun, Account.objects.get(username="sun"))
    assert asked.status_code == 302
    led = sun.get(button, follow=True)
    assert led.redirect_chain == [(PAGE, 302)]
    assert not Change.objects.filter(kind="connection.test").exists()


def test_only_a_manager_has_these_pages(sun: Client) -> None:
    connect(sun)
    one = f"{PAGE}{Connection.objects.get().pk}/"
    Representative.objects.update(role=Representative.Role.ANSWERER)
    for address in (PAGE, f"{PAGE}new/", one, f"{one}key/"):
        assert sun.get(address).status_code == 404
    assert sun.post(f"{one}practice/").status_code == 404
    assert Client().get(one).status_code == 302


PASSWORD, SECRET = "correct-horse-battery", "JBSWY3DPEHPK3PXP"
SYSTEM = Actor.system("tests")


def account(name: str, role: Role | None) -> Account:
    return open_account(
        username=name,
        password=PASSWORD,
        display_name=name,
        organisation=directory.body_for("411400") if role else None,
        role=role,
        totp_secret=SECRET,
        by=SYSTEM,
        at=clock.now(),
    )


def signed_in(client: Client, who: Account) -> Client:
    client.post("/staff/sign-in/", {"login": who.username, "password": PASSWORD})
    client.post("/staff/sign-in/code/", {"code": code_of(SECRET)})
    return client


@pytest.fixture
def officer(client: Client) -> Client:
    directory.load(alliance.load(), by=SYSTEM, at=clock.now())
    return signed_in(client, account("zhao", Role.OFFICER))


def written(**stated: str) -> Business:
    return find_or_write_down(Stated(**stated), by=Actor.public(), at=clock.now())[0]


def page(client: Client, name: str, *args: Any, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.text


@pytest.mark.both_databases
def test_the_list_finds_by_any_word_and_says_so_when_nothing_is_found(officer: Client) -> None:
    assert "还没有登记过商家" in page(officer, "businesses")
    written(sign="演示水壶", address="民主东路", region_code="411402")
    written(sign="演示面馆")
    shown = page(officer, "businesses", q="水壺 民主")
    assert "演示水壶" in shown
    assert "演示面馆" not in shown
    assert "没有找到" in page(officer, "businesses", q="解放")


@pytest.mark.both_databases
@pytest.mark.parametrize("q", ["\x00", "\ud800", "%", "'; --", "水" * 5000, "\u202e"])
def test_no_search_breaks_the_list(officer: Client, q: str) -> None:
    answer = officer.get(reverse("businesses"), {"q": q.encode("utf-8", "surrogatepass")})
    assert answer.status_code == 200


@pytest.mark.both_databases
def test_the_list_asks_the_same_number_of_questions_however_long(officer: Client) -> None:
    written(sign="演示 0", address="演示路")
    page(officer, "businesses")
    few = questions(officer)
    for number in range(1, 6):
        written(sign=f"演示 {number}", address="演示路")
    assert questions(officer) == few


def questions(client: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        page(client, "businesses")
    return len(asked)


def test_an_entry_shows_what_is_known_and_leads_to_the_one_that_stands(officer: Client) -> None:
    trace = written(sign="演示水壶", address="民主东路 1 号", phone="13900000000")
    known = written(name="演示水壶商行", code=CODE)
    answer = officer.post(reverse("business-code", args=[trace.pk]), {"code": CODE}, follow=True)
    shown = answer.text
    assert "演示水壶商行" in shown
    assert reverse("business", args=[trace.pk]) in shown
    assert reverse("business", args=[known.pk]) in page(officer, "business", trace.pk)


def test_a_wrong_code_is_refused_with_the_reason_and_stays_typed(officer: Client) -> None:
    trace = written(sign="演示水壶")
    wrong = CODE[:-1] + ("0" if CODE[-1] != "0" else "1")
    answer = officer.post(reverse("business-code", args=[trace.pk]), {"code": wrong})
    shown = answer.text
    assert "校验不通过" in shown
    assert wrong in shown
    assert officer.post(reverse("business-code", args=[trace.pk]), {"code": "\x00"}).status_code == 200


@pytest.mark.both_databases
def test_two_entries_are_merged_by_search_and_choice(officer: Client) -> None:
    trace, known = written(sign="演示水壶"), written(name="演示水壶商行", code=CODE)
    where = reverse("business-merger", args=[trace.pk])
    assert str(known.pk) in officer.get(where, {"q": "商行"}).text
    assert officer.post(where, {"into": str(known.pk)}).status_code == 302
    assert fresh(trace).merged_into == known


@pytest.mark.parametrize("into", ["", "kettle", "018f0000-0000-7000-8000-000000000000", "\x00"])
def test_a_merger_into_nothing_says_so(officer: Client, into: str) -> None:
    trace = written(sign="演示水壶")
    answer = officer.post(reverse("business-merger", args=[trace.pk]), {"into": into})
    assert answer.status_code == 200
    assert 'id="errors"' in answer.text


def test_two_codes_are_not_merged_by_the_page_either(officer: Client) -> None:
    one, two = written(code=CODE), written(code=OTHER_CODE)
    answer = officer.post(reverse("business-merger", args=[one.pk]), {"into": str(two.pk)})
    assert "两家商家" in answer.text


def test_a_place_is_corrected(officer: Client) -> None:
    business = written(sign="演示水壶", address="民主东路 1 号", region_code="411402")
    place = Place.objects.get()
    where = reverse("business-place", args=[business.pk, place.pk])
    assert "民主东路 1 号" in officer.get(where).text
    corrected = {"sign": "演示水壶", "address": "民主东路 10 号", "region_code": "411403"}
    assert officer.post(where, corrected).status_code == 302
    assert fresh(place).address == "民主东路 10 号"
    assert officer.post(where, corrected | {"region_code": "999999"}).status_code == 200
    assert officer.post(where, {"sign": "", "address": "", "region_code": ""}).status_code == 200


def test_an_account_is_appointed_and_ended(officer: Client) -> None:
    business, keeper = written(sign="演示水壶"), account("sun", None)
    where = reverse("business-representatives", args=[business.pk])
    assert officer.post(where, {"username": "nobody"}).status_code == 200
    assert officer.post(where, {"username": "zhao"}).status_code == 200
    assert officer.post(where, {"username": "sun"}).status_code == 302
    held = Representative.objects.get(account=keeper)
    assert "sun" in page(officer, "business", business.pk)
    officer.post(reverse("business-representative-end", args=[business.pk, held.pk]))
    assert fresh(held).until_on == clock.today()


def test_only_staff_open_the_register_and_auditors_only_read(client: Client) -> None:
    directory.load(alliance.load(), by=SYSTEM, at=clock.now())
    business = written(sign="演示水壶")
    assert client.get(reverse("businesses")).status_code == 302
    signed_in(client, account("auditor", Role.AUDITOR))
    assert reverse("business-merger", args=[business.pk]) not in page(client, "business", business.pk)
    assert client.get(reverse("business-merger", args=[business.pk])).status_code == 404
