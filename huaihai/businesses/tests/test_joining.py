"""A business applies for the fast channel through the pages, and its city's body confirms."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huaihai.businesses.channel import facts as channel_facts
from huaihai.businesses.channel import verbs as channel_verbs
from huaihai.businesses.models import Business, Enrolment, Representative
from huaihai.businesses.tests.channel_scene import (
    CITY,
    COUNTY,
    OTHER_CITY,
    PHONE,
    applied,
    joined,
    last_message,
    manager_of,
    officer,
    staff,
)
from huaihai.businesses.tests.shared import CODE, code_number
from huaihai.desk.lives import Unfit
from huaihai.kit import clock
from huaihai.members import powers
from huaihai.members.errors import WordNotRight
from huaihai.members.factors import code_of
from huaihai.members.models import Role
from huaihai.record import events
from huaihai.record.models import OutboxMessage
from tests.posts import load_tree, sign_in
from tests.reading import fresh

pytestmark = pytest.mark.django_db
BUSINESS = {"code": CODE, "name": "演示水壶商行", "as_kind": "chain"}
PLACE = {"region_code": "411402", "address": "民主东路 1 号", "sign": "演示水壶"}
BRANCH = {"region_code": "320302", "address": "中山路 2 号", "sign": ""}
CONTACT = {"contact_name": "演示孙", "contact_phone": "138 0000 0001"}
PASSWORD = "four words in a row"


@pytest.fixture(autouse=True)
def _tree() -> None:
    load_tree()


def send(client: Client, name: str, data: dict[str, str], to: str = "") -> Any:
    answer = client.post(reverse(name), data)
    if to:
        assert answer.status_code == 302, answer.text[:3000]
        assert answer["Location"] == reverse(to)
    return answer


def filled_in(client: Client, **other: str) -> None:
    """All pages up to the last one, with the code that came by message."""
    send(client, "join-business", BUSINESS | other, "join-places")
    send(client, "join-places", PLACE | {"add": "1"}, "join-places")
    send(client, "join-places", BRANCH, "join-contact")
    send(client, "join-contact", CONTACT, "join-code")
    digits = re.search(r"\d{6}", last_message())
    assert digits
    send(client, "join-code", {"code": digits[0]}, "join-check")


def sent(client: Client) -> tuple[Enrolment, str]:
    """The application, sent, and the code that the page shows."""
    filled_in(client)
    send(client, "join-check", {"promise": "on"}, "join-received")
    shown = client.get(reverse("join-received")).text
    code = re.search(r'id="code">([0-9A-Z-]+)<', shown)
    assert code
    return Enrolment.objects.get(), code[1]


def test_a_chain_applies_is_confirmed_and_its_manager_signs_in_with_two_factors(client: Client) -> None:
    enrolment, secret = sent(client)
    assert not Business.objects.exists()  # an application changes no register
    assert (enrolment.body.key, enrolment.stage, enrolment.contact_phone) == (CITY, "applied", PHONE)

    desk = staff(Client())
    shown = desk.get(reverse("desk-enrolment", args=[enrolment.pk])).text
    assert PHONE not in shown
    assert PHONE in desk.post(reverse("desk-enrolment-contact", args=[enrolment.pk])).text
    where = reverse("desk-enrolment-decision", args=[enrolment.pk, "confirmation"])
    assert desk.post(where, {"seen": enrolment.version}).status_code == 200  # without comparing: not yet
    assert desk.post(where, {"seen": enrolment.version, "checked": "on"}).status_code == 302

    business = Business.objects.get()
    assert (business.name, business.credit_code) == ("演示水壶商行", CODE)
    assert {place.region_code for place in business.places.all()} == {"411402", "320302"}
    assert channel_facts.is_joined(business, on=clock.today())
    assert "http" not in last_message()

    home = Client()
    opened = home.post(
        reverse("join-look-up"), {"number": enrolment.number.lower(), "secret": secret.lower()}
    )
    assert opened["Location"] == reverse("join-application")
    account = Representative.objects.get(business=business).account
    assert account.username in home.get(reverse("join-application")).text
    home.get(home.post(reverse("join-account"))["Location"])
    after = home.post(reverse("start"), {"password": PASSWORD, "again": PASSWORD})
    assert after["Location"] == reverse("factor-set-up")
    # A password alone opens nothing.
    assert home.get(reverse("business-channel"))["Location"] == reverse("factor-set-up")
    home.get(reverse("factor-set-up"))
    key = home.session["mfa.totp.secret"]
    assert home.post(reverse("factor-set-up"), {"code": code_of(key)}).status_code == 302
    assert "演示水壶商行" in home.get(reverse("business-channel")).text
    # From now on number and code open no account.
    thief = Client()
    thief.post(reverse("join-look-up"), {"number": enrolment.number, "secret": secret})
    assert thief.post(reverse("join-account"))["Location"] == reverse("join-application")


def test_the_code_is_shown_until_written_down_and_a_second_press_sends_nothing_twice(client: Client) -> None:
    enrolment, secret = sent(client)
    assert secret in client.get(reverse("join-received")).text
    client.post(reverse("join-received"))
    assert secret not in client.get(reverse("join-received")).text
    again = applied(key=enrolment.client_key)
    assert (again.enrolment, again.code) == (enrolment, "")
    assert Enrolment.objects.count() == 1


def test_of_two_presses_at_once_each_leads_to_the_code(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled_in(client)
    twin, apply = Client(), channel_verbs.apply
    twin.cookies = client.cookies

    def while_the_other_is_sent(*given: Any, **named: Any) -> Any:
        monkeypatch.setattr(channel_verbs, "apply", apply)
        send(twin, "join-check", {"promise": "on"}, "join-received")
        return apply(*given, **named)

    monkeypatch.setattr(channel_verbs, "apply", while_the_other_is_sent)
    send(client, "join-check", {"promise": "on"}, "join-received")
    assert Enrolment.objects.count() == 1
    assert 'id="code"' in client.get(reverse("join-received")).text


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("join-business", BUSINESS | {"code": CODE[:-1] + ("0" if CODE[-1] != "0" else "1")}, "校验"),
        ("join-business", BUSINESS | {"code": "9141"}, "18"),
        ("join-business", BUSINESS | {"code": "\x00"}, "NUL"),
        ("join-business", BUSINESS | {"as_kind": "castle"}, 'id="errors"'),
        ("join-business", {}, 'id="errors"'),
        ("join-places", PLACE | {"region_code": "110101"}, 'id="errors"'),
        ("join-places", {"sign": "只有招牌"}, "只有招牌"),
        ("join-contact", CONTACT | {"contact_phone": "123"}, "演示孙"),
    ],
)
def test_bad_input_is_named_and_stays_typed(
    client: Client, name: str, data: dict[str, str], said: str
) -> None:
    if name != "join-business":
        send(client, "join-business", BUSINESS)
    if name == "join-contact":
        send(client, "join-places", PLACE)
    answer = client.post(reverse(name), data)
    assert answer.status_code == 200
    shown = answer.text
    assert 'id="errors"' in shown
    assert said in shown


def test_no_page_is_reached_before_its_turn_and_a_place_is_taken_off(client: Client) -> None:
    for name in ("join-places", "join-contact", "join-code", "join-check"):
        assert client.get(reverse(name))["Location"] == reverse("join-business")
    send(client, "join-business", BUSINESS)
    send(client, "join-places", PLACE | {"add": "1"})
    client.post(reverse("join-places"), {"remove": "0"})
    assert client.get(reverse("join-contact"))["Location"] == reverse("join-places")
    assert client.get(reverse("join-received"))["Location"] == reverse("join-look-up")
    assert client.post(reverse("join-account"))["Location"] == reverse("join-look-up")


def test_five_wrong_codes_need_a_new_one_and_another_phone_is_not_confirmed(client: Client) -> None:
    send(client, "join-business", BUSINESS)
    send(client, "join-places", PLACE)
    send(client, "join-contact", CONTACT)
    right = re.search(r"\d{6}", last_message())[0]  # type: ignore[index]
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for _ in range(5):
        assert client.post(reverse("join-code"), {"code": wrong}).status_code == 200
    assert client.post(reverse("join-code"), {"code": right}).status_code == 200  # too late
    assert client.get(reverse("join-check"))["Location"] == reverse("join-code")
    client.post(reverse("join-code"), {"resend": "1"})  # at once, for the code is spent
    assert OutboxMessage.objects.count() == 2
    waits = client.post(reverse("join-code"), {"resend": "1"}, follow=True).text
    assert re.search(r"再过 \d+ 秒", waits)
    send(client, "join-contact", CONTACT | {"contact_phone": "13900000002"}, "join-code")
    assert OutboxMessage.objects.count() == 3


def test_unknown_and_wrong_are_told_alike_and_trying_is_braked(client: Client) -> None:
    held = applied()
    other = applied(2, contact_phone="13900000002")

    def tried(number: str, secret: str) -> str:
        answer = client.post(reverse("join-look-up"), {"number": number, "secret": secret})
        text = answer.text
        return (
            text[text.index('id="errors"') : text.index("</ul></div>")] if answer.status_code == 200 else ""
        )

    assert tried("AAAA-AAAA", held.code) == tried(held.enrolment.number, other.code) != ""
    for _ in range(10):
        tried(held.enrolment.number, "AAAA")
    assert tried(held.enrolment.number, held.code)  # even the right one, for an hour


def test_one_phone_applies_once_for_a_business_and_strangers_block_nobody() -> None:
    applied()
    with pytest.raises(Unfit):
        applied()
    for number in range(4):
        applied(contact_phone=f"1390000000{number}")
    with pytest.raises(Unfit):  # more than a desk can compare
        applied(contact_phone="13900000009")
    assert Enrolment.objects.filter(stage="applied").count() == 5


def test_who_is_on_the_channel_applies_no_more() -> None:
    joined()
    with pytest.raises(Unfit):
        applied(contact_phone="13900000009")


def test_a_refusal_gives_its_reason_to_the_applicant_alone(client: Client) -> None:
    enrolment, _secret = sent(client)
    desk = staff(Client(), role=Role.HEAD)
    where = reverse("desk-enrolment-decision", args=[enrolment.pk, "refusal"])
    assert desk.post(where, {"seen": enrolment.version, "reason": ""}).status_code == 200
    assert desk.post(where, {"seen": enrolment.version, "reason": "执照上的名称不一样"}).status_code == 302
    assert "执照上的名称不一样" in client.get(reverse("join-application")).text
    assert "执照" not in last_message()
    assert "执照" not in str([event.facts for event in events.history(enrolment.record_key)])
    stored = str(Enrolment.objects.values_list("reason", "contact_name", "contact_phone", "stated").get())
    assert not any(words in stored for words in ("执照", PHONE, "演示孙", "民主东路"))


@pytest.mark.parametrize(
    ("key", "role"),
    [
        (OTHER_CITY, Role.OFFICER),
        (COUNTY, Role.OFFICER),
        ("alliance", Role.SECRETARIAT),
        (CITY, Role.MEDIATOR),
    ],
)
def test_others_find_nothing_here(client: Client, key: str, role: Role) -> None:
    enrolment = applied().enrolment
    staff(client, key, role)
    for name in ("desk-enrolment", "desk-enrolment-contact"):
        where = reverse(name, args=[enrolment.pk])
        assert (client.post if "contact" in name else client.get)(where).status_code == 404
    where = reverse("desk-enrolment-decision", args=[enrolment.pk, "confirmation"])
    assert client.post(where, {"seen": 0, "checked": "on"}).status_code == 404
    assert fresh(enrolment).stage == "applied"


def test_of_two_officers_the_second_one_is_told(client: Client) -> None:
    enrolment = applied().enrolment
    staff(client)
    where = reverse("desk-enrolment-decision", args=[enrolment.pk, "confirmation"])
    assert client.post(where, {"seen": 1, "checked": "on"}).status_code == 409
    assert client.post(where, {"seen": 0, "checked": "on"}).status_code == 302
    late = client.post(
        reverse("desk-enrolment-decision", args=[enrolment.pk, "refusal"]), {"seen": 0, "reason": "太晚了"}
    )
    assert late.status_code == 409
    assert "太晚了" in late.text
    for seen in ("", "x", "9" * 30):
        assert client.post(where, {"seen": seen, "checked": "on"}).status_code == 409


def test_the_desk_asks_the_same_number_of_questions_however_long(client: Client) -> None:
    staff(client)
    applied()

    def questions(name: str, **query: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(name), query).status_code == 200
        return len(asked)

    questions("desk-joining")
    few = questions("desk-joining")
    for number in range(2, 7):
        applied(number, contact_phone=f"1390000000{number}")
    assert questions("desk-joining") == few
    for wanted in ("channel", "ended", "castle"):
        assert questions("desk-joining", list=wanted, page="x") <= few


def test_the_register_of_an_older_entry_learns_the_name_of_the_licence_and_keeps_the_other_one() -> None:
    from huaihai.businesses.register.verbs import Stated, find_or_write_down

    known, _place = find_or_write_down(Stated(name="老水壶店", code=CODE), by=officer(), at=clock.now())
    enrolment = joined()
    known.refresh_from_db()
    assert enrolment.business == known
    assert known.name == "演示水壶商行"
    assert [other.name for other in known.other_names.all()] == ["老水壶店"]
    assert set(Business.objects.matching("水壶")) == {known}


def test_a_business_that_is_managed_already_gets_no_second_account() -> None:
    first = joined()
    Enrolment.objects.filter(pk=first.pk).update(stage="left", left_on=clock.today())
    again = joined(contact_phone="13900000009")
    assert again.account is None
    assert again.business == first.business


def test_an_officer_renews_a_managers_way_in_and_nobody_elses(client: Client) -> None:
    enrolment, other = joined(), joined(2, contact_phone="13900000002")
    staff(client)
    mine = Representative.objects.get(business=enrolment.business)
    theirs = Representative.objects.get(business=other.business)
    answer = client.post(reverse("desk-enrolment-link", args=[enrolment.pk, mine.pk]))
    found = re.search(r"/staff/start/([\w-]{20,})", answer.text)
    assert found is not None
    word = powers.word_of_link(found[1], clock.now())
    assert word not in answer.text  # it goes to the telephone of the application alone
    assert [one.address for one in OutboxMessage.objects.all() if word in one.text] == [PHONE]
    with pytest.raises(WordNotRight):
        powers.set_new_password(token=found[1], password=PASSWORD, at=clock.now())
    assert client.post(reverse("desk-enrolment-link", args=[enrolment.pk, theirs.pk])).status_code == 404
    assert client.post(reverse("desk-enrolment-link", args=[enrolment.pk, 2**63])).status_code == 404
    elsewhere = staff(Client(), OTHER_CITY)
    assert elsewhere.post(reverse("desk-enrolment-link", args=[enrolment.pk, mine.pk])).status_code == 404


def test_the_business_pauses_leaves_and_stays_by_its_own_page(client: Client) -> None:
    enrolment = joined(at=clock.now())
    assert enrolment.account is not None
    sign_in(client, enrolment.account)

    def press(name: str, **data: Any) -> int:
        known = {"enrolment": enrolment.pk, "seen": enrolment.version}
        answer = client.post(reverse(name), known | data)
        enrolment.refresh_from_db()
        return answer.status_code

    assert press("business-channel-notice", what="castle") == 404
    assert press("business-channel-notice", what="leave", enrolment="x") == 404
    assert press("business-channel-notice", what="leave") == 302
    assert enrolment.notice == "leave"
    assert press("business-channel-notice", what="suspend") == 409
    assert press("business-channel-stay", seen=0) == 409
    assert press("business-channel-stay") == 302
    assert (enrolment.notice, enrolment.notice_on) == ("", None)
    assert press("business-channel-return") == 404 or enrolment.stage == "joined"
    stranger = joined(2, contact_phone="13900000002")
    known = {"enrolment": stranger.pk, "seen": stranger.version, "what": "leave"}
    assert client.post(reverse("business-channel-notice"), known).status_code == 404
    assert manager_of(stranger).business_ids == {stranger.business_id}


def test_a_code_number_is_good_for_a_business_of_any_city() -> None:
    assert applied(7, code=code_number(7)).enrolment.number.count("-") == 1
