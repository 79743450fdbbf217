"""Filing through the pages: no account, one thing a page, nothing lost, nothing doubled."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from huaihai.cases.consumer import choices
from huaihai.cases.consumer.filing import start, steps
from huaihai.cases.models import Case, Complainant
from huaihai.cases.tests.filing_walks import address, begin, code_sent, hidden, send, walk
from huaihai.cases.verbs import care, intake
from huaihai.kit import clock
from huaihai.kit.brakes import Brake
from huaihai.kit.filestore.tests.pictures import with_position
from huaihai.law import remedies
from huaihai.members.actors import CONSUMER_CASES, Actor
from huaihai.record.models import OutboxMessage
from tests import cast
from tests.reading import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday", "files", "cast")]

MATTER: dict[str, dict[str, Any]] = {
    "story": {"story": "买来第三天就漏电，老板不认。"},
    "goods": {"picture": "devices"},
    "wrong": {"nature": "N01"},
    "where": {"bought": "offline"},
    "shop": {"name": "Kettle shop (test)"},
    "paid": {"price_fen": "268", "bought_on": "2026-11-21", "received_goods_on": "2026-11-21"},
    "remedies": {"remedies": ["return", "refund"], "asked_fen": "268.00"},
}
ROW = (
    "story",
    "where",
    "shop",
    "city",
    "paid",
    "remedies",
    "already",
    "home",
    "contact",
    "code",
    "consent",
)


def fill(client: Client, *, until: str = "check") -> list[str]:
    """Answer every question before `until`."""
    return walk(client, MATTER, until=until)


def at_page(client: Client, name: str) -> Case:
    """A browser with a draft as the questions before this one leave it."""
    case = intake.start_draft(by=Actor.public(), at=cast.TUESDAY)
    days = dict.fromkeys(("bought_on", "received_goods_on"), date(2026, 11, 21))
    stated = {"name": "Kettle shop (test)", "region_code": cast.LEAD}
    sums = {"price_fen": 26_800, "asked_fen": 26_800, "remedies": ["return", "refund"]}
    told = {
        "title": "买来第三天就漏电",
        "story": MATTER["story"]["story"],
        "nature": "N01",
        "category": "G01",
    }
    intake.save_answers(case, **told, **days, **sums, bought="offline", stated_business=stated)
    order = (*ROW, "check")
    so_far = order[: order.index(name)]
    if "home" in so_far:
        intake.save_answers(case, consumer_at=cast.HOME)
    if "contact" in so_far:
        care.set_contact(case, name="Li (test)", phone=cast.PHONE)
        care.send_code(case, at=cast.TUESDAY)
    if "code" in so_far:
        care.confirm(case, code_sent(), at=cast.TUESDAY)
    if "consent" in so_far:
        intake.consent(case, purposes=["other_body", "business"], at=cast.TUESDAY)
    session = client.session
    session[CONSUMER_CASES], session[steps.CURRENT] = {str(case.pk): ""}, str(case.pk)
    session.save()
    return case


def test_a_place_elsewhere_takes_two_short_steps_and_headings_of_the_table_are_no_city(
    client: Client,
) -> None:
    at_page(client, "home")
    assert send(client, "home", {"place": "elsewhere"}).url == address("home-province")
    assert "湖北省" in client.get(address("home-province")).text
    where = send(client, "home-province", {"place": "420000"}).url
    assert where == address("home-city")
    cities = client.get(where).text
    assert "武汉市" in cities
    assert "直辖县级行政区划" not in cities
    assert "市辖区" not in cities
    assert send(client, "home-city", {"part": "420100"}).status_code == 302
    assert Case.objects.get().consumer_at == "420100"


@pytest.mark.both_databases
def test_a_consumer_files_from_start_to_receipt(client: Client) -> None:
    fill(client)
    check = client.get(address("check"))
    assert "买来第三天就漏电" in check.text

    sent = client.post(address("check"), hidden(check))
    receipt = client.get(sent.url)

    case = Case.objects.get()
    assert case.stage == "received"
    assert case.home
    assert case.home.region_code == cast.HOME
    assert case.price_fen == case.asked_fen == 26_800
    assert case.complainant.phone == "13800000001"
    assert set(case.consents.values_list("purpose", flat=True)) == {"other_body", "business"}
    page = receipt.text
    assert case.number
    assert case.number in page
    assert re.search(r'id="code">[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}<', page)


@pytest.mark.both_databases
def test_a_page_reloaded_after_filing_makes_no_second_case(client: Client) -> None:
    at_page(client, "check")
    form = hidden(client.get(address("check")))

    first = client.get(client.post(address("check"), form).url).text
    again = client.post(address("check"), form)
    second = client.get(again.url).text

    assert Case.objects.count() == 1
    code = re.search(r'id="code">([^<]+)<', first)
    assert code.group(1) in second


def test_the_code_goes_once_it_is_written_down(client: Client) -> None:
    at_page(client, "check")
    client.post(address("check"), hidden(client.get(address("check"))))

    case = Case.objects.get()
    assert client.post(reverse("file-receipt")).url == reverse("my-case", args=[case.pk])
    assert 'id="code"' not in client.get(reverse("file-receipt")).text


def test_a_session_that_ran_out_loses_nothing(client: Client) -> None:
    fill(client, until="remedies")
    form = hidden(client.get(address("remedies")))
    client.cookies.pop("sessionid")

    response = client.post(address("remedies"), form | MATTER["remedies"], follow=True)

    assert response.redirect_chain[-1][0] == address("already")
    assert Case.objects.get().remedies == ["return", "refund"]


def test_a_signed_name_opens_nothing_once_the_complaint_is_sent(client: Client) -> None:
    at_page(client, "check")
    form = hidden(client.get(address("check")))
    client.post(address("check"), form)
    client.cookies.pop("sessionid")

    response = client.post(address("story"), {"draft": form["draft"]} | MATTER["story"])

    assert response.url == reverse("file-start")
    assert client.get(reverse("my-case", args=[Case.objects.get().pk])).status_code == 302


def test_no_draft_and_that_of_a_stranger_open_nothing(client: Client) -> None:
    other, start = cast.draft(), reverse("file-start")
    for name in ("story", "shop", "check", "consent"):
        assert client.get(address(name)).url == start
    assert client.post(address("story"), {"draft": str(other.pk)} | MATTER["story"]).url == start
    client.post(start)
    assert client.get(reverse("file-go-on", args=[other.pk])).status_code == 404


def test_what_is_right_is_kept_when_something_else_is_wrong(client: Client) -> None:
    fill(client, until="paid")

    response = send(client, "paid", MATTER["paid"] | {"bought_on": "2027-01-01"})

    assert response.status_code == 200
    assert 'role="alert"' in response.text
    assert Case.objects.get().price_fen == 26_800


def test_save_and_go_on_later_keeps_a_half_filled_page(client: Client) -> None:
    fill(client, until="contact")

    response = send(client, "contact", {"name": "Li (test)", "save_later": "1"})

    assert response.url == reverse("file-saved")
    case = Case.objects.get()
    assert case.complainant.name == "Li (test)"
    assert "12 月 24 日" in client.get(response.url).text
    assert "买来第三天就漏电" in client.get(reverse("file-start")).text
    assert client.get(reverse("file-go-on", args=[case.pk])).url == address("contact")


def test_a_draft_that_was_left_goes_on_after_its_last_answer(client: Client) -> None:
    fill(client, until="already")
    case = Case.objects.get()
    assert client.get(reverse("file-go-on", args=[case.pk])).url == address("already"), (
        "though it may be skipped"
    )


def test_a_draft_can_be_erased(client: Client) -> None:
    fill(client, until="where")
    case = Case.objects.get()

    client.post(reverse("file-drop", args=[case.pk]))

    assert (fresh(case).stage, case.story) == ("abandoned", "")


def test_an_erased_draft_leaves_no_photo_no_number_elsewhere_and_no_code(client: Client) -> None:
    fill(client, until="code")
    case = Case.objects.get()
    send(client, "photo", {"upload": [SimpleUploadedFile("壶.jpg", with_position(), "image/jpeg")]})
    send(client, "already", {"told": "12315", "number": "A-1"})
    assert case.evidence.count() == case.elsewhere.count() == 1
    assert OutboxMessage.objects.exists()

    client.post(reverse("file-drop", args=[case.pk]))

    assert not case.evidence.exists()
    assert not case.elsewhere.exists()
    assert not Complainant.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_whoever_has_to_wait_keeps_the_sentence(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "STARTS", Brake("start-draft-test", most=0, seconds=60))
    page = client.post(reverse("file-start"), {"sentence": "锅漏油，不给退", "problem": "online.live"})

    assert page.status_code == 429
    assert 'value="锅漏油，不给退"' in page.text
    assert 'value="online.live"' in page.text
    assert "过一个小时再来" in page.text
    assert not Case.objects.exists()


def test_a_wrong_credit_code_says_which_and_lets_one_go_on_without(client: Client) -> None:
    fill(client, until="shop")
    assert send(client, "shop", {}).status_code == 200
    wrong = MATTER["shop"] | {"code": "91320300MA1NABCDOM"}
    page = send(client, "shop", wrong).text
    assert "without_code" in page
    assert "第17位" in page
    assert send(client, "shop", wrong | {"without_code": "on"}).status_code == 302

    case = Case.objects.get()
    assert "code" not in case.stated_business
    assert case.stated_business["name"] == "Kettle shop (test)"
    send(client, "shop", MATTER["shop"] | {"code": " 91320300-ma1nabcd7m "})
    assert Case.objects.get().stated_business["code"] == "91320300MA1NABCD7M"


def test_a_sum_is_asked_for_when_money_is(client: Client) -> None:
    fill(client, until="remedies")

    assert send(client, "remedies", {"remedies": ["refund"], "asked_fen": ""}).status_code == 200
    assert "选填" not in client.get(address("remedies")).text
    wide = {"remedies": ["refund"], "asked_fen": "２６８．５元"}
    assert send(client, "remedies", wide).status_code == 302
    assert Case.objects.get().asked_fen == 26_850


def test_only_what_fits_is_offered_and_all_seven_on_request(client: Client) -> None:
    fill(client, until="remedies")

    fitting = client.get(address("remedies")).text
    every = send(client, "remedies", {"all": "1", "remedies": ["return"], "asked_fen": "1"}).text

    assert 'value="make-up-quantity"' not in fitting
    assert 'value="make-up-quantity"' in every
    assert re.search(r'value="return"[^>]*checked', every), "what was ticked stays"
    assert 'value="1"' in every
    assert client.post(address("remedies"), hidden(client.get(address("remedies")))).status_code == 200


def test_a_mere_fault_is_never_shown_the_sum_for_fraud(client: Client) -> None:
    fill(client, until="remedies")
    assert "804.00" not in client.get(address("remedies")).text

    send(client, "wrong", {"nature": "N07"})

    assert "804.00" in client.get(address("remedies")).text


def test_an_old_code_no_longer_works(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    at_page(client, "code")
    monkeypatch.setattr(clock, "now", lambda: cast.TUESDAY + timedelta(minutes=6))

    assert send(client, "code", {"code": code_sent()}).status_code == 200
    send(client, "code", {"resend": "1"})
    wide = code_sent().translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert send(client, "code", {"code": wide}).url == address("consent")


def test_codes_cannot_be_asked_for_without_end(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(client, until="code")

    for minute in range(1, 12):
        monkeypatch.setattr(clock, "now", lambda minute=minute: cast.TUESDAY + timedelta(minutes=2 * minute))
        send(client, "code", {"resend": "1"})

    assert OutboxMessage.objects.filter(effect_key__contains=":code:").count() == 6


@pytest.mark.parametrize("phone", ["12345", "abc", "0370-2345678", "138000000011111", "\u0000"])
def test_a_number_that_gets_no_message_is_refused(client: Client, phone: str) -> None:
    at_page(client, "contact")

    assert send(client, "contact", {"name": "Li (test)", "phone": phone}).status_code == 200


def test_name_and_telephone_are_missed_at_once(client: Client) -> None:
    at_page(client, "contact")

    page = send(client, "contact", {})

    assert set(page.context["form"].errors) == {"name", "phone"}
    assert "phone" not in send(client, "contact", {"email": "li@example.com"}).context["form"].errors


def test_a_name_that_is_too_long_is_refused_whole_and_no_browser_cuts_it(client: Client) -> None:
    case, name = at_page(client, "shop"), "某某商贸有限公司" * 25
    assert "maxlength" not in client.get(address("shop")).text.partition("<main")[2]

    page = send(client, "shop", {"name": name})

    assert page.status_code == 200
    assert name in page.text
    assert set(page.context["form"].errors) == {"name"}
    assert not [said for said in fresh(case).stated_business.values() if said in name]


@pytest.mark.parametrize(
    ("street", "city", "county"),
    [
        ("徐州市鼓楼区中山北路", "320300", "320302"),
        ("徐州市中山北路", "320300", ""),
        ("徐州路 12 号", "", ""),
        ("商丘市与徐州市之间", "", ""),
        ("", "", ""),
    ],
)
def test_a_city_in_the_address_of_the_shop_is_chosen_beforehand_never_skipped(
    client: Client, street: str, city: str, county: str
) -> None:
    case = at_page(client, "city")
    intake.save_answers(case, stated_business={"name": "Kettle shop (test)", "address": street})

    assert checked(client, "city") == city
    assert send(client, "city", {"place": "320300"}).url == address("county")
    assert checked(client, "county") == county


def checked(client: Client, name: str) -> str:
    """The value of the choice that is ticked, if any."""
    found = re.search(r'<input[^>]*value="(\w+)"[^>]*\bchecked', client.get(address(name)).text)
    return found[1] if found else ""


def test_the_number_of_steps_is_about_so_much_until_it_is_known(client: Client) -> None:
    case = at_page(client, "home")
    assert re.search(r"共 约 \d+ 步", client.get(address("home")).text)

    intake.save_answers(case, consumer_at=cast.HOME)
    assert re.search(r"共 \d+ 步", client.get(address("contact")).text)


def test_consents_are_never_ticked_beforehand_and_can_be_refused(client: Client) -> None:
    at_page(client, "consent")

    assert "checked" not in client.get(address("consent")).text
    assert send(client, "consent", {}).url == address("check")
    assert not Case.objects.get().consents.exists()
    page = client.get(address("check")).text
    assert page.count("不同意") == 2
    assert page.count("您没有同意") == 2
    assert f'href="{steps.change_url("consent")}">同意' in page

    send(client, "consent", {"business": "on", "other_body": "on"})
    assert "您没有同意" not in client.get(address("check")).text


def test_the_check_page_says_who_takes_it_and_why(client: Client) -> None:
    at_page(client, "check")

    page = client.get(address("check")).text

    assert "徐州" in page
    assert "转办商丘市牵头处理" in page


def test_a_consumer_and_a_business_from_outside_are_told_where_to_go_before_their_name(
    client: Client,
) -> None:
    away, province = {"place": "elsewhere"}, {"place": "320000"}
    part = {"part": "320100"}
    said = {"city": away, "province": province, "county": part}
    said |= {"home": away, "home-province": province, "home-city": part}
    asked = walk(client, MATTER | said, until="nobody")

    assert "contact" not in asked
    assert asked[asked.index("city") : asked.index("city") + 4] == ["city", "province", "county", "away"]
    assert "025-12315" in client.get(address("away")).text
    assert "025-12315" in client.get(address("nobody")).text
    assert client.get(address("check")).url == address("nobody")
    assert Case.objects.get().stage == "draft"


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("story", {"story": "a\0b"}),
        ("story", {"story": "长" * 5001}),
        ("paid", {"bought_on": "0000-99-99"}),
        ("paid", {"price_fen": "9" * 40}),
        ("wrong", {"nature": "N99"}),
        ("goods", {"picture": "\0"}),
        ("problem", {"problem": "\0"}),
        ("where", {"bought": "moon"}),
        ("shop", {"name": "a\0b"}),
        ("city", {"place": "999999"}),
        ("province", {"place": "x"}),
        ("already", {"told": "no", "number": "1"}),
        ("home", {}),
    ],
)
def test_nonsense_gives_a_message_never_an_error_page(
    client: Client, name: str, answers: dict[str, str]
) -> None:
    begin(client)

    response = send(client, name, answers)

    assert response.status_code == 200
    assert 'role="alert"' in response.text


def test_no_question_has_an_unknown_name(client: Client) -> None:
    begin(client)
    assert client.get("/file/nonsense/").status_code == 404


def test_the_consumer_reads_the_laws_words_for_what_can_be_asked_as_the_business_does() -> None:
    with translation.override("zh-hans"):
        assert [words for _code, words in choices.all_remedies()] == [one.zh for one in remedies.ALL]
