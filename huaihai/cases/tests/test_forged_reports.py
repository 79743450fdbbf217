"""What strangers sent in our name: anybody hands it in without an account, it waits in one list, one step follows."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from huaihai.cases.genuine import forgeries, office, pages
from huaihai.cases.models import Consultation, ForgedReport
from huaihai.cases.waiting import for_person
from huaihai.desk.lives import NotAllowed, NotPossible
from huaihai.kit import brakes
from huaihai.kit.computed import cache
from huaihai.members.models import Role
from huaihai.record.models import Event
from tests import cast as people
from tests.posts import officer_of
from tests.reading import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
NOW = people.TUESDAY
FORGED = "genuine-forged"


@pytest.fixture(autouse=True)
def unbraked() -> None:
    brakes.forget()
    cache.clear()


def png() -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (80, 60), "white").save(drawn, "PNG")
    return drawn.getvalue()


def handed_in(client: Client, **said: Any) -> ForgedReport:
    answer = client.post(reverse(FORGED), {"how": "sms", "got": "12315 退费，请扫码"} | said)
    assert answer.status_code == 302, answer.text
    number = answer["Location"].rstrip("/").rpartition("/")[2]
    assert f'<p class="code">{number}</p>' in client.get(answer["Location"]).text
    return ForgedReport.objects.get(number=number)


@pytest.mark.usefixtures("cast")
def test_a_page_asks_three_things_and_gives_a_number(client: Client) -> None:
    page = client.get(reverse(FORGED)).text
    assert [name in page for name in ('name="got"', 'name="how"', 'name="phone"')] == [True] * 3
    assert 'name="city"' not in page
    made = handed_in(client, got="退费请联系 13912345678 扫码", phone="138 0000 0001")
    assert "13912345678" in made.words
    assert made.phone == "13800000001"
    assert not Consultation.objects.exists()  # it is no question that somebody answered
    facts = str([*Event.objects.filter(subject=made.record_key).values_list("facts", flat=True)])
    assert "13800000001" not in facts


def test_it_goes_to_the_city_that_is_named_first_and_is_counted_there(
    client: Client, cast: people.Cast
) -> None:
    named = handed_in(client, got="徐州市消协提醒您：退费请扫码")
    first = handed_in(client, got="商丘消协说，和徐州一起办理，退费请扫码")
    other = handed_in(client, got="退费，请扫码")
    assert (named.body, first.body) == (cast.home, cast.lead)
    assert other.body is not None
    counted = [body for _at, body in forgeries.handed_in(NOW, NOW + timedelta(days=1))]
    assert sorted(map(str, counted)) == sorted(str(one.body_id) for one in (named, first, other))


@pytest.mark.usefixtures("cast")
def test_words_or_a_photo_must_be_there_and_what_was_typed_stays(client: Client) -> None:
    empty = client.post(reverse(FORGED), {"how": "call", "phone": "12"})
    assert empty.status_code == 200
    assert 'value="12"' in empty.text
    assert not ForgedReport.objects.exists()
    for raw in (b"MZ not a picture", bytes(range(256)) * 40):
        bad = SimpleUploadedFile("a.exe", raw)
        assert client.post(reverse(FORGED), {"how": "sms", "photo": bad}).status_code == 200
    assert not ForgedReport.objects.exists()
    photo = SimpleUploadedFile("a.png", png(), content_type="image/png")
    assert handed_in(client, got="", photo=photo).photo_derivative


@pytest.mark.usefixtures("cast")
def test_pressed_twice_it_is_kept_once_and_floods_end(client: Client) -> None:
    first = handed_in(client)
    assert handed_in(client) == first
    page = client.post(reverse(FORGED), {"got": "他自称消协", "more": "1"})
    assert "他自称消协" in page.text
    assert ForgedReport.objects.count() == 1
    answers = [
        client.post(reverse(FORGED), {"how": "sms", "got": f"扫码{n}"}).status_code
        for n in range(pages.HANDED_IN.most)
    ]
    assert answers[-1] == pages.TOO_MANY


@pytest.mark.usefixtures("cast")
def test_what_was_checked_is_handed_in_with_one_press(client: Client) -> None:
    page = client.post(reverse("genuine"), {"got": "退费请扫码，加微信"}).text
    for how in ForgedReport.How.values:  # each is the button that hands it in: nothing is chosen before
        assert f'<button class="btn plain" type="submit" name="how" value="{how}">' in page
    assert page.count(reverse(FORGED)) == 1
    assert "挂断电话" not in page
    more = client.post(reverse(FORGED), {"got": "退费请扫码，加微信", "how": "sms", "more": "1"}).text
    assert "checked" in more
    made = handed_in(client, got="退费请扫码，加微信", how="sms")
    assert made.how == "sms"


GOT = (
    "徐州市消协：加微信 wx_zhang88，QQ 12345678，转到 6222020200112233445，收款人：张三，电话 13912345678，"
    "点 https://t1k.cn/a?b=1 或 tk.top/9 领"
)
SECRETS = ("wx_zhang88", "12345678", "6222020200112233445", "张三", "13912345678", "t1k.cn", "tk.top")


def test_numbers_open_with_a_press_that_the_record_keeps(
    client: Client, wang: Client, cast: people.Cast
) -> None:
    made = handed_in(client, got=GOT)
    address = reverse("desk-forged-report", args=[made.pk])
    for shut in (wang.get(address).text, wang.get(reverse("desk-forged")).text):
        assert not [one for one in SECRETS if one in shut]
    assert wang.post(reverse("desk-forged-unmasking", args=[made.pk])).status_code == 302
    assert not [one for one in SECRETS if one not in wang.get(address).text]
    assert Event.objects.filter(subject=made.record_key, verb="forged_shown", by=cast.wang.key).count() == 1
    wang.post(reverse("desk-forged-warning", args=[made.pk]), {"seen": made.version, "title": "有人冒充消协"})
    text = apps.get_model("education.Publication").objects.get(kind="warning")
    assert not [one for one in SECRETS if one in text.current.what]
    assert "徐州市消协" in text.current.what


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("words", ["冒充", "诈骗短信", "假短信", "詐騙短信"])
def test_the_search_of_the_site_finds_both_pages(client: Client, words: str) -> None:
    page = client.get(reverse("search"), {"q": words}).text
    found = page.partition('id="offices"')[2]
    assert f'href="{reverse("genuine")}"' in found
    assert f'href="{reverse(FORGED)}"' in found


def test_it_waits_in_one_list_and_one_step_follows(client: Client, wang: Client, cast: people.Cast) -> None:
    made = handed_in(client, got="徐州消协退费，请扫码", phone="13800000001")
    waiting = [one.key for one in for_person(cast.wang, NOW)]
    assert any(key.startswith("forged:") for key in waiting)
    assert made.number in wang.get(reverse("desk-forged")).text
    page = wang.get(reverse("desk-forged-report", args=[made.pk])).text
    assert "13800000001" in page
    for noun in ("known", "warning", "nothing"):
        assert reverse(f"desk-forged-{noun}", args=[made.pk]) in page
    answer = wang.post(
        reverse("desk-forged-known", args=[made.pk]), {"seen": made.version, "note": "十月见过"}
    )
    assert answer.status_code == 302
    assert fresh(made).stage == "known"
    assert made.number not in wang.get(reverse("desk-forged")).text
    assert made.number in wang.get(reverse("desk-forged"), {"which": "done"}).text


def test_a_warning_is_begun_with_its_words(client: Client, wang: Client) -> None:
    made = handed_in(client, got="徐州消协退费，请扫码")
    form = wang.get(reverse("desk-forged-warning", args=[made.pk]))
    assert form.status_code == 200
    answer = wang.post(
        reverse("desk-forged-warning", args=[made.pk]), {"seen": made.version, "title": "有人冒充消协退费"}
    )
    text = apps.get_model("education.Publication").objects.get(kind="warning")
    assert answer["Location"] == reverse("office-publication", args=[text.pk])
    assert text.current.what == made.words
    assert fresh(made).publication == text.record_key


def test_only_the_body_acts_and_only_once(client: Client, cast: people.Cast) -> None:
    made = handed_in(client, got="徐州消协退费，请扫码")
    with pytest.raises(NotAllowed):
        office.nothing(made, by=cast.zhao, at=NOW)
    with pytest.raises(NotAllowed):
        office.nothing(made, by=officer_of("city:320300", Role.AUDITOR), at=NOW)
    office.nothing(made, note="没有看出什么", by=cast.wang, at=NOW)
    with pytest.raises(NotPossible):
        office.known(made, by=cast.wang, at=NOW)


@pytest.mark.usefixtures("cast")
def test_after_a_year_words_telephone_and_photo_are_gone(client: Client) -> None:
    photo = SimpleUploadedFile("a.png", png(), content_type="image/png")
    made = handed_in(client, phone="13800000001", photo=photo)
    assert not list(forgeries.due_acts(NOW + forgeries.KEPT))
    for act in forgeries.due_acts(NOW + forgeries.KEPT + timedelta(days=1)):
        act()
    held = fresh(made)
    assert (held.words, held.phone, held.photo_sha256) == ("", "", "")
    assert not list(forgeries.due_acts(NOW + forgeries.KEPT + timedelta(days=2)))
