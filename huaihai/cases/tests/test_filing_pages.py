"""Filing through the pages: no account, one thing a page, nothing lost, nothing doubled."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from huaihai.cases.consumer import choices
from huaihai.cases.consumer.filing import steps
from huaihai.cases.models import Case
from huaihai.cases.verbs import care, intake
from huaihai.kit import clock
from huaihai.kit.filestore.tests.pictures import picture, with_position
from huaihai.law import remedies
from huaihai.members.actors import CONSUMER_CASES, Actor
from huaihai.record.models import OutboxMessage
from tests import cast
from tests.reading import fresh

pytestmark = pytest.mark.django_db
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    cache.clear()
    settings.FILES = tmp_path / "files"
    monkeypatch.setattr(clock, "now", lambda: cast.TUESDAY)
    cast.assemble()


STORY = {
    "title": "电热水壶漏电，要求退货退款",
    "story": "买来第三天就漏电，老板不认。",
    "nature": "N01",
    "category": "G01",
    "bought_on": "2026-11-21",
    "received_goods_on": "2026-11-21",
    "price_fen": "268",
}
BUSINESS = {"bought": "offline", "name": "Kettle shop (test)", "region": cast.LEAD, "code": ""}
REMEDIES = {"remedies": ["return", "refund"], "asked_fen": "268.00"}
CONTACT = {"name": "Li (test)", "phone": "138 0000 0001", "region": cast.HOME}
CONSENTS = {"other_body": "on", "business": "on"}


def hidden(response: Any) -> dict[str, str]:
    """The hidden fields of the page, as a browser would send them."""
    return {name: value for name, value in HIDDEN.findall(response.text) if name != "csrfmiddlewaretoken"}


def send(client: Client, name: str, answers: dict[str, Any]) -> Any:
    """Open a page and send its form."""
    url = reverse(name)
    return client.post(url, hidden(client.get(url)) | answers)


def code_sent() -> str:
    message = OutboxMessage.objects.filter(effect_key__contains=":code:").latest("created_at", "id")
    found = re.search(r"\d{6}", message.text)
    return found.group()


def fill(client: Client, *, until: str = "file-check") -> None:
    """Fill in every page before `until`."""
    client.post(reverse("file-start"))
    for name, answers in (
        ("file-story", STORY),
        ("file-business", BUSINESS),
        ("file-remedies", REMEDIES),
        ("file-evidence", {}),
        ("file-contact", CONTACT),
        ("file-confirm", {}),
        ("file-consent", CONSENTS),
    ):
        if name == until:
            return
        given = {"code": code_sent()} if name == "file-confirm" else answers
        response = send(client, name, given)
        assert response.status_code == 302, (name, response.text)


def at_page(client: Client, name: str) -> Case:
    """A browser with a draft as the pages before this one leave it."""
    case = intake.start_draft(by=Actor.public(), at=cast.TUESDAY)
    days = dict.fromkeys(("bought_on", "received_goods_on"), date(2026, 11, 21))
    stated = {"name": BUSINESS["name"], "region_code": cast.LEAD}
    sums = {"price_fen": 26_800, "asked_fen": 26_800, "remedies": REMEDIES["remedies"]}
    told = {part: STORY[part] for part in ("title", "story", "nature", "category")}
    intake.save_answers(case, **told, **days, **sums, bought="offline", stated_business=stated)
    pages = ("file-evidence", "file-contact", "file-confirm", "file-consent", "file-check")
    so_far = pages[: pages.index(name)]
    if "file-contact" in so_far:
        intake.save_answers(case, consumer_at=cast.HOME)
        care.set_contact(case, name=CONTACT["name"], phone=cast.PHONE)
        care.send_code(case, at=cast.TUESDAY)
    if "file-confirm" in so_far:
        care.confirm(case, code_sent(), at=cast.TUESDAY)
    if "file-consent" in so_far:
        intake.consent(case, purposes=["other_body", "business"], at=cast.TUESDAY)
    session = client.session
    session[CONSUMER_CASES], session[steps.CURRENT] = [str(case.pk)], str(case.pk)
    session.save()
    return case


def test_other_cities_can_be_chosen_without_a_failed_try_and_headings_of_the_table_are_no_city(
    client: Client,
) -> None:
    client.post(reverse("file-start"))
    send(client, "file-story", STORY)
    shown = client.get(reverse("file-contact")).text
    assert 'name="elsewhere"' in shown
    assert "直辖县级行政区划" not in shown
    assert "济源市" in shown
    wrong = send(client, "file-story", STORY | {"story": "长" * 5001}).text
    assert "最多写 5000 字" in wrong
    assert "有 1 处要改" in wrong


@pytest.mark.both_databases
def test_a_consumer_files_from_start_to_receipt(client: Client) -> None:
    fill(client)
    check = client.get(reverse("file-check"))
    assert "电热水壶漏电" in check.text

    sent = client.post(reverse("file-check"), hidden(check))
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
    at_page(client, "file-check")
    form = hidden(client.get(reverse("file-check")))

    first = client.get(client.post(reverse("file-check"), form).url).text
    again = client.post(reverse("file-check"), form)
    second = client.get(again.url).text

    assert Case.objects.count() == 1
    code = re.search(r'id="code">([^<]+)<', first)
    assert code.group(1) in second


def test_the_code_goes_once_it_is_written_down(client: Client) -> None:
    at_page(client, "file-check")
    client.post(reverse("file-check"), hidden(client.get(reverse("file-check"))))

    case = Case.objects.get()
    assert client.post(reverse("file-receipt")).url == reverse("my-case", args=[case.pk])
    assert 'id="code"' not in client.get(reverse("file-receipt")).text


def test_a_session_that_ran_out_loses_nothing(client: Client) -> None:
    fill(client, until="file-remedies")
    form = hidden(client.get(reverse("file-remedies")))
    client.cookies.pop("sessionid")

    response = client.post(reverse("file-remedies"), form | REMEDIES, follow=True)

    assert response.redirect_chain[-1][0] == reverse("file-evidence")
    assert Case.objects.get().remedies == ["return", "refund"]


def test_a_signed_name_opens_nothing_once_the_complaint_is_sent(client: Client) -> None:
    at_page(client, "file-check")
    form = hidden(client.get(reverse("file-check")))
    client.post(reverse("file-check"), form)
    client.cookies.pop("sessionid")

    response = client.post(reverse("file-story"), {"draft": form["draft"]} | STORY)

    assert response.url == reverse("file-start")
    assert client.get(reverse("my-case", args=[Case.objects.get().pk])).status_code == 302


def test_no_draft_and_that_of_a_stranger_open_nothing(client: Client) -> None:
    other, start = cast.draft(), reverse("file-start")
    for name in ("file-story", "file-business", "file-check", "file-consent"):
        assert client.get(reverse(name)).url == start
    assert client.post(reverse("file-story"), {"draft": str(other.pk)} | STORY).url == start
    client.post(start)
    assert client.get(reverse("file-go-on", args=[other.pk])).status_code == 404


def test_what_is_right_is_kept_when_something_else_is_wrong(client: Client) -> None:
    client.post(reverse("file-start"))

    response = send(client, "file-story", STORY | {"bought_on": "2027-01-01", "price_fen": "viel"})

    assert response.status_code == 200
    assert 'role="alert"' in response.text
    assert Case.objects.get().title == STORY["title"]


def test_save_and_go_on_later_keeps_a_half_filled_page(client: Client) -> None:
    client.post(reverse("file-start"))

    response = send(client, "file-story", {"title": "电热水壶漏电", "save_later": "1"})

    assert response.url == reverse("file-saved")
    case = Case.objects.get()
    assert "12 月 24 日" in client.get(response.url).text
    assert "电热水壶漏电" in client.get(reverse("file-start")).text
    assert client.get(reverse("file-go-on", args=[case.pk])).url == reverse("file-story")


def test_a_draft_can_be_erased(client: Client) -> None:
    fill(client, until="file-business")
    case = Case.objects.get()

    client.post(reverse("file-drop", args=[case.pk]))

    assert (fresh(case).stage, case.story) == ("abandoned", "")


def test_a_wrong_credit_code_says_which_and_lets_one_go_on_without(client: Client) -> None:
    fill(client, until="file-business")
    assert send(client, "file-business", {"bought": "offline", "region": "unknown"}).status_code == 200
    wrong = BUSINESS | {"code": "91320300MA1NABCDOM"}
    page = send(client, "file-business", wrong).text
    assert "without_code" in page
    assert "第17位" in page
    assert send(client, "file-business", wrong | {"without_code": "on"}).status_code == 302

    case = Case.objects.get()
    assert "code" not in case.stated_business
    assert case.stated_business["name"] == "Kettle shop (test)"
    send(client, "file-business", BUSINESS | {"code": " 91320300-ma1nabcd7m "})
    assert Case.objects.get().stated_business["code"] == "91320300MA1NABCD7M"


def test_a_business_elsewhere_asks_in_which_city(client: Client) -> None:
    fill(client, until="file-business")

    page = send(client, "file-business", BUSINESS | {"region": "elsewhere"})
    assert 'name="elsewhere"' in page.text
    away = BUSINESS | {"region": "elsewhere", "elsewhere": "320100"}
    assert send(client, "file-business", away).status_code == 302
    assert Case.objects.get().stated_business["region_code"] == "320100"


def test_a_sum_is_asked_for_when_money_is(client: Client) -> None:
    fill(client, until="file-remedies")

    assert send(client, "file-remedies", {"remedies": ["refund"], "asked_fen": ""}).status_code == 200
    wide = {"remedies": ["refund"], "asked_fen": "２６８．５元"}
    assert send(client, "file-remedies", wide).status_code == 302
    assert Case.objects.get().asked_fen == 26_850


def test_only_what_fits_is_offered_and_all_seven_on_request(client: Client) -> None:
    fill(client, until="file-remedies")

    fitting = client.get(reverse("file-remedies")).text
    every = client.get(reverse("file-remedies") + "?all=1").text

    assert 'value="make-up-quantity"' not in fitting
    assert 'value="make-up-quantity"' in every


def test_a_mere_fault_is_never_shown_the_sum_for_fraud(client: Client) -> None:
    fill(client, until="file-remedies")
    assert "804.00" not in client.get(reverse("file-remedies")).text

    send(client, "file-story", STORY | {"nature": "N07"})

    assert "804.00" in client.get(reverse("file-remedies")).text


def test_evidence_is_taken_listed_and_taken_away(client: Client) -> None:
    at_page(client, "file-evidence")
    photo = SimpleUploadedFile("壶.jpg", with_position(), "image/jpeg")

    send(client, "file-evidence", {"upload": [photo], "add": "1"})
    file = Case.objects.get().evidence.get()
    page = client.get(reverse("file-evidence")).text
    assert "壶.jpg" in page
    shown = client.get(reverse("my-evidence-file", args=[file.case_id, file.pk]))
    assert shown["Content-Type"] == "image/jpeg"
    assert b"Camera maker" not in b"".join(shown.streaming_content)

    send(client, "file-evidence", {"remove": str(file.pk)})
    assert not Case.objects.get().evidence.exists()


def test_one_bad_file_does_not_touch_the_others(client: Client) -> None:
    at_page(client, "file-evidence")
    good = SimpleUploadedFile("good.png", picture("PNG"))
    bad = SimpleUploadedFile("bad.svg", b"<svg onload='x'/>")

    response = send(client, "file-evidence", {"upload": [bad, good]})

    assert response.status_code == 200
    assert "bad.svg" in response.text
    assert Case.objects.get().evidence.get().name == "good.png"


def test_a_forty_megabyte_photo_is_refused_and_the_draft_stays(client: Client) -> None:
    at_page(client, "file-evidence")
    large = SimpleUploadedFile("holiday.jpg", b"\xff\xd8\xff" + b"\0" * (40 * 1024 * 1024))

    response = send(client, "file-evidence", {"upload": [large]})

    assert response.status_code == 200
    assert "40 MB" in response.text
    case = Case.objects.get()
    assert (case.title, case.remedies) == (STORY["title"], ["return", "refund"])


def test_an_old_code_no_longer_works(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    at_page(client, "file-confirm")
    monkeypatch.setattr(clock, "now", lambda: cast.TUESDAY + timedelta(minutes=6))

    assert send(client, "file-confirm", {"code": code_sent()}).status_code == 200
    send(client, "file-confirm", {"resend": "1"})
    wide = code_sent().translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert send(client, "file-confirm", {"code": wide}).url == reverse("file-consent")


def test_codes_cannot_be_asked_for_without_end(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(client, until="file-confirm")

    for minute in range(1, 12):
        monkeypatch.setattr(clock, "now", lambda minute=minute: cast.TUESDAY + timedelta(minutes=2 * minute))
        send(client, "file-confirm", {"resend": "1"})

    assert OutboxMessage.objects.filter(effect_key__contains=":code:").count() == 6


@pytest.mark.parametrize("phone", ["12345", "abc", "0370-2345678", "138000000011111", "\u0000"])
def test_a_number_that_gets_no_message_is_refused(client: Client, phone: str) -> None:
    at_page(client, "file-contact")

    assert send(client, "file-contact", CONTACT | {"phone": phone}).status_code == 200


def test_consents_are_never_ticked_beforehand_and_can_be_refused(client: Client) -> None:
    at_page(client, "file-consent")

    assert "checked" not in client.get(reverse("file-consent")).text
    assert send(client, "file-consent", {}).url == reverse("file-check")
    assert not Case.objects.get().consents.exists()
    page = client.get(reverse("file-check")).text
    assert page.count('class="tag warn"') == 2


def test_the_check_page_says_who_takes_it_and_why(client: Client) -> None:
    at_page(client, "file-check")

    page = client.get(reverse("file-check")).text

    assert "徐州" in page
    assert "转办商丘市牵头处理" in page


def test_a_consumer_and_a_business_from_outside_are_told_where_to_go(client: Client) -> None:
    at_page(client, "file-check")
    send(client, "file-business", BUSINESS | {"region": "elsewhere", "elsewhere": "320100"})
    send(client, "file-contact", CONTACT | {"region": "elsewhere", "elsewhere": "320100"})

    page = client.get(reverse("file-check"))

    assert "12315" in page.text
    assert client.post(reverse("file-check"), hidden(page)).status_code == 200
    assert Case.objects.get().stage == "draft"


@pytest.mark.parametrize(
    "answers",
    [
        {"title": "a\0b"},
        {"story": "a\0b"},
        {"story": "长" * 5001},
        {"bought_on": "0000-99-99"},
        {"price_fen": "9" * 40},
        {"nature": "N99"},
        {"category": "\0"},
    ],
)
def test_nonsense_gives_a_message_never_an_error_page(client: Client, answers: dict[str, str]) -> None:
    client.post(reverse("file-start"))

    response = send(client, "file-story", STORY | answers)

    assert response.status_code == 200
    assert 'role="alert"' in response.text


def test_the_consumer_reads_the_laws_words_for_what_can_be_asked_as_the_business_does() -> None:
    with translation.override("zh-hans"):
        assert [str(words) for words, _hint in choices.REMEDIES.values()] == [one.zh for one in remedies.ALL]
