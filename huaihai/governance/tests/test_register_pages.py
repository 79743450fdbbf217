"""The public register, a resolution's page and file, the check of a file, and the door of the alliance."""

import json
from datetime import date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huaihai.governance import duties, verifying
from huaihai.governance.meetings import minutes
from huaihai.governance.models import Choice, Duty, Resolution
from huaihai.governance.motions import verbs, voting
from huaihai.governance.tests import agreements
from huaihai.governance.tests.deciding import (
    DAY,
    HOUR,
    MONDAY,
    Ten,
    amended,
    carried_in_writing,
    in_writing,
    one_that_fits_no_more,
    say,
    tabled,
)
from huaihai.governance.tests.handing_over import resolution as decided
from huaihai.governance.tests.sealed import (
    as_first_format,
    file_of,
    forged,
    rule_effect,
    sealed_in_meeting,
    sealed_in_writing,
)
from huaihai.kit import clock, keyring, signing
from huaihai.kit.clock import ZONE
from huaihai.members import directory
from huaihai.members.models import Organisation
from tests.reading import queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=ZONE)
ODD = ["\x00", "2026-1\x00", "9" * 5000, "%", "_", "'\";--", "\ud800", "-1", "2026-0", "²026-1", "a/b", " "]


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


def read(client: Client, name: str, *args: object, **asked: str) -> str:
    answer = client.get(reverse(name, args=args), asked)
    assert answer.status_code == 200
    return answer.text


def on_day(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(day.year, day.month, day.day, 12, 0, tzinfo=ZONE))


def test_the_door_says_who_is_the_secretariat_and_how_the_ten_decide(ten: Ten, client: Client) -> None:
    page = read(client, "alliance")
    assert "徐州市消费者权益保护委员会" in page
    assert "presumed, not on record" in page
    assert "today 7 of 10" in page
    assert "working defaults" in page
    assert "Nothing has been decided here yet" in page
    for name in ("resolutions", "rules", "check-file", "alliance-agreement", "alliance-nine"):
        assert f'href="{reverse(name)}"' in page


def test_without_any_data_the_door_is_honest(client: Client) -> None:
    page = read(client, "alliance")
    assert "No member is on record yet" in page
    assert "Nobody is on record for today" in page


def test_the_door_shows_what_was_decided_last(ten: Ten, client: Client) -> None:
    for number in range(1, 8):
        decided(number, f"第 {number} 件", on=MONDAY.date() + number * DAY)
    page = read(client, "alliance")
    assert page.count("Resolution 2026-") == 5
    assert "第 7 件" in page
    assert "第 1 件" not in page


def test_the_register_names_number_days_state_and_votes(ten: Ten, client: Client) -> None:
    sealed_in_writing(ten)
    page = read(client, "resolutions")
    assert "2026-1" in page
    assert "8 for, 1 against, 1 abstained, of 10 members" in page
    assert "2 November 2026" in page
    assert ">in force<" in page


@pytest.mark.both_databases
def test_the_register_is_searched_by_words_number_and_year(ten: Ten, client: Client) -> None:
    for number, title in enumerate(("家电提示", "旅游提示", "预付卡规则"), start=1):
        decided(number, title, text="在一周内发布。")
    assert "1 resolution found" in read(client, "resolutions", q="家电")
    assert "3 resolutions found" in read(client, "resolutions", q="一周内")  # in the text of each
    assert "1 resolution found" in read(client, "resolutions", q="旅游 提示")
    assert "預付卡" not in read(client, "resolutions", q="預付卡")
    assert "预付卡规则" in read(client, "resolutions", q="預付卡")
    assert "1 resolution found" in read(client, "resolutions", q="2026-2")
    assert "3 resolutions found" in read(client, "resolutions", year="2026")
    assert "No resolution fits" in read(client, "resolutions", year="2025")


@pytest.mark.both_databases
@pytest.mark.parametrize("odd", ODD)
def test_odd_questions_to_the_register_are_answered(ten: Ten, client: Client, odd: str) -> None:
    sealed_in_writing(ten)
    safe = odd.encode(errors="surrogatepass")
    for name in ("q", "year", "page"):
        assert client.get(reverse("resolutions"), {name: safe}).status_code == 200
    assert client.get(reverse("rules"), {"on": safe}).status_code == 200
    assert client.get(reverse("rule", args=["quorum"]), {"page": safe}).status_code == 200


@pytest.mark.parametrize(
    "rest",
    [
        "2026-2",
        "2026-01",
        "0-0",
        "x",
        "9" * 30,
        "99999-1",
        "2026-1-1",
        "2026-1%00",
        "2026-%EF%BC%91",
        "a%2Fb",
    ],
)
def test_odd_addresses_are_not_found(ten: Ten, client: Client, rest: str) -> None:
    sealed_in_writing(ten)
    for address in (f"resolutions/{rest}/", f"resolutions/{rest}/file.json", f"rules/{rest}/"):
        assert client.get(f"/alliance/{address}").status_code == 404


@pytest.mark.both_databases
def test_the_register_is_paged_and_asks_the_same_however_long_it_is(ten: Ten, client: Client) -> None:
    pages = [reverse("resolutions"), reverse("alliance"), reverse("resolutions-feed")]
    for number in range(1, 7):
        decided(number)
    queries_of(client, *pages)
    few = queries_of(client, *pages)
    for number in range(7, 28):
        decided(number)
    assert queries_of(client, *pages) == few
    assert "Page 1 of 2, 27 entries" in read(client, "resolutions")
    assert "2026-1<" in read(client, "resolutions", page="2")


def test_the_feed_is_atom_with_the_newest_first(ten: Ten, client: Client) -> None:
    for number, title in enumerate(("第一件", "第二件"), start=1):
        decided(number, title)
    answer = client.get(reverse("resolutions-feed"))
    assert answer["Content-Type"].startswith("application/atom+xml")
    atom = {"a": "http://www.w3.org/2005/Atom"}
    feed = ElementTree.fromstring(answer.content)  # noqa: S314 -- our own answer
    assert [one.text for one in feed.findall("a:entry/a:title", atom)] == ["2026-2 第二件", "2026-1 第一件"]
    links = [one.get("href", "") for one in feed.findall("a:entry/a:link", atom)]
    assert links[0].endswith(reverse("resolution", args=["2026-2"]))


def test_the_feed_hands_no_markup_on(ten: Ten, client: Client) -> None:
    decided(1, text="<img src=x>")
    feed = client.get(reverse("resolutions-feed")).text
    assert "&amp;lt;img" in feed
    assert "&lt;img" not in feed.replace("&amp;lt;img", "")


def test_a_resolution_tells_text_change_votes_and_reasons(ten: Ten, client: Client) -> None:
    sealed_in_writing(ten)
    page = read(client, "resolution", "2026-1")
    assert "各成员单位在一周内共同发布提示。" in page
    assert "From 1 January 2027: Co-signatures under a joint warning – 5 bodies" in page
    assert "10 of 10 members took part; at least 7 had to." in page
    assert "8 were for it, 1 against, 1 abstained; 6 votes for it were needed." in page
    assert "人手不够" in page
    assert "先看看" not in page  # the reason of a vote that was taken back
    assert page.count('scope="row"') == 10
    assert "Approved on 3 November 2026." in page
    assert "could not be carried out" not in page


def test_who_did_not_take_part_is_said(ten: Ten, client: Client) -> None:
    sealed_in_meeting(ten)
    page = read(client, "resolution", "2026-1")
    assert page.count("did not take part") == 2
    assert "Voted in the meeting “年度会议” on 14 November 2026." in page
    assert "8 of 10 members took part" in page


def test_before_the_minutes_are_approved_there_is_no_file(ten: Ten, client: Client) -> None:
    motion = tabled(ten)
    carried_in_writing(ten, motion)
    minutes.write(motion.minutes_of_rounds.get(), text="草稿里的话", by=ten.office, at=MONDAY + DAY)
    page = read(client, "resolution", "2026-1")
    assert "not approved yet" in page
    assert "草稿里的话" not in page
    assert client.get(reverse("resolution-file", args=["2026-1"])).status_code == 404


def test_an_effect_that_could_not_be_carried_out_is_told_with_its_reason(ten: Ten, client: Client) -> None:
    first, second = one_that_fits_no_more(ten)
    assert "could not be carried out" in read(client, "resolution", second.resolution.number)
    assert "could not be carried out" not in read(client, "resolution", first.resolution.number)


def test_a_change_of_an_unknown_kind_is_not_hidden(ten: Ten, client: Client) -> None:
    row = sealed_in_writing(ten)
    Resolution.objects.filter(pk=row.pk).update(effects=[{"kind": "levy", "facts": {}, "problem": ""}])
    assert "A change of the kind “levy”" in read(client, "resolution", "2026-1")


def test_a_repealed_resolution_names_the_one_that_ended_it(
    ten: Ten, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed_in_writing(ten)
    facts = {"resolution": "2026-1", "from": "2027-03-01"}
    carried_in_writing(ten, tabled(ten, effects=[{"kind": "repeal", "facts": facts}]))
    assert "repealed by 2026-2 from 1 March 2027" in read(client, "resolution", "2026-1")
    assert "It ends these:" in read(client, "resolution", "2026-2")
    assert ">repealed<" not in read(client, "resolutions")
    on_day(monkeypatch, date(2027, 3, 1))
    assert ">repealed<" in read(client, "resolutions")


def test_one_that_counts_later_says_that_it_waits(
    ten: Ten, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    motion = tabled(ten)
    motion.in_force_from = date(2026, 12, 1)
    motion.save(update_fields=["in_force_from"])
    carried_in_writing(ten, motion)
    assert "not in force yet" in read(client, "resolutions")
    on_day(monkeypatch, date(2026, 12, 1))
    assert "not in force yet" not in read(client, "resolutions")


def test_the_history_tells_of_amendments(ten: Ten, client: Client) -> None:
    motion = tabled(ten)
    verbs.take_over(amended(ten, motion), by=ten.office, at=MONDAY)
    motion.refresh_from_db()
    carried_in_writing(ten, motion)
    page = read(client, "resolution", "2026-1")
    assert page.count("An amendment was proposed") == 1
    assert page.count("An amendment became the text of the motion") == 1
    assert "三天内发布。" in page


def test_duties_that_follow_are_shown_with_owner_and_last_day(ten: Ten, client: Client) -> None:
    row = sealed_in_writing(ten)
    for text, owner, days in (
        ("印发会签表", directory.root(), 3),
        ("整理清单", ten.bodies[4], 60),
        ("通知各县", ten.bodies[5], 30),
    ):
        duty = set_duty(ten, row, text, owner, days)
    duties.do(duty, note="内部的话", by=ten.office, at=MONDAY + 2 * DAY)
    page = read(client, "resolution", "2026-1")
    assert "the alliance&#x27;s secretariat" in page
    assert "整理清单" in page
    assert (page.count(">late<"), page.count(">open<"), page.count(">done<")) == (1, 1, 1)
    assert "内部的话" not in page


def set_duty(ten: Ten, row: Resolution, text: str, owner: Organisation, days: int) -> Duty:
    due_on = MONDAY.date() + timedelta(days=days)
    return duties.set_duty(
        text=text, owner=owner, due_on=due_on, resolution=row, by=ten.office, at=MONDAY + DAY
    )


@pytest.mark.both_databases
def test_a_resolution_asks_the_same_however_much_hangs_on_it(ten: Ten, client: Client) -> None:
    row = sealed_in_writing(ten)
    page = reverse("resolution", args=[row.number])
    queries_of(client, page)
    few = queries_of(client, page)
    for number in range(8):
        set_duty(ten, row, f"第 {number} 件", ten.bodies[number], 30)
    assert queries_of(client, page) == few


def test_no_account_and_no_script_stands_on_the_page(ten: Ten, client: Client) -> None:
    motion = tabled(ten, title="<script>alert(1)</script>")
    in_writing(ten, motion)
    say(ten, motion, ten.bodies, Choice.FOR, reason="<b>好</b>", at=MONDAY + HOUR)
    voting.close(motion, by=ten.office, at=MONDAY + 2 * HOUR)
    page = read(client, "resolution", "2026-1")
    assert "<script>alert" not in page
    assert "<b>好" not in page
    assert "account:" not in page


@pytest.mark.both_databases
def test_the_file_is_saved_under_its_name_and_fits(ten: Ten, client: Client) -> None:
    sealed_in_writing(ten)
    answer = client.get(reverse("resolution-file", args=["2026-1"]))
    assert answer["Content-Disposition"] == 'attachment; filename="huaihai-resolution-2026-1.json"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/json"
    assert verifying.all_fit(verifying.check(answer.content, keys=signing.public_keys()))


def test_the_file_does_not_change_when_names_or_duties_do(ten: Ten, client: Client) -> None:
    row = sealed_in_writing(ten)
    before = client.get(reverse("resolution-file", args=["2026-1"])).content
    ten.bodies[0].name = "另一个名字"
    ten.bodies[0].save()
    Resolution.objects.filter(pk=row.pk).update(repealed_from=date(2027, 1, 1))
    assert client.get(reverse("resolution-file", args=["2026-1"])).content == before


def sent(client: Client, held: bytes, name: str = "2026-1.json") -> str:
    upload = SimpleUploadedFile(name, held, "application/json")
    answer = client.post(reverse("check-file"), {"file": upload})
    assert answer.status_code == 200
    return answer.text


@pytest.mark.both_databases
def test_anybody_checks_a_file_and_sees_line_by_line_what_fits(ten: Ten, client: Client) -> None:
    file = file_of(sealed_in_writing(ten))
    with CaptureQueriesContext(connection) as caught:
        page = sent(client, file)
    assert page.count(">fits<") == 12
    assert "the file is genuine and complete" in page
    assert "The register holds exactly this file." in page
    assert verifying.key_of(file) in page
    assert not [one for one in caught if not one["sql"].startswith("SELECT")]


def test_a_forged_file_is_shown_with_what_does_not_fit(ten: Ten, client: Client) -> None:
    file = file_of(sealed_in_writing(ten))
    page = sent(client, forged(file, lambda content: content["minutes"].update(text="另一份纪要")))
    assert page.count(">does not fit<") == 2
    assert "Please do not rely on this file." in page
    assert "What we hold under this name is something else." in page


@pytest.mark.both_databases
def test_a_file_signed_with_another_key_says_so(ten: Ten, client: Client) -> None:
    whole = json.loads(file_of(sealed_in_writing(ten)))
    whole["signature"]["key_id"] = "0" * 16
    page = sent(client, json.dumps(whole).encode())
    assert "This platform has no such key." in page
    assert page.count(">does not fit<") == 1


def test_a_file_about_an_unknown_resolution_is_checked_too(ten: Ten, client: Client) -> None:
    file = file_of(sealed_in_writing(ten))
    page = sent(client, forged(file, lambda content: content["resolution"].update(number="2026-7")))
    assert "We know nothing under this name." in page


def test_of_a_file_of_the_first_format_the_page_says_what_cannot_be_checked(ten: Ten, client: Client) -> None:
    page = sent(client, as_first_format(file_of(sealed_in_writing(ten))))
    assert page.count(">fits<") == 11
    assert "cannot be checked in a file of this earlier format" in page
    assert "does not fit" not in page


def test_the_file_of_the_agreement_is_checked_too(client: Client) -> None:
    agreements.assemble()
    version = agreements.opened()
    agreements.sign(version, agreements.SISTER)
    file = client.get(reverse("alliance-agreement-file", args=[version.key])).content
    agreements.sign(version, agreements.OFFICE)
    page = sent(client, file)
    assert page.count(">fits<") == 9
    assert "We hold the same text." in page
    assert reverse("alliance-agreement-version", args=[version.key]) in page


def test_no_file_chosen_asks_for_one_and_no_file_of_ours_is_told_in_words(client: Client) -> None:
    for data in ({}, {"file": "text"}):
        assert "Please choose the file." in client.post(reverse("check-file"), data).text
    for held, words in (
        (b"", "This file is empty."),
        (b"{}", "This is not a file that the alliance signed"),
        (b" " * (verifying.LARGEST + 1), "This file is too large"),
    ):
        page = sent(client, held)
        assert words in page
        assert 'id="errors"' in page
        assert ">fits<" not in page
    assert client.put(reverse("check-file")).status_code == 405


def test_the_key_is_public_as_file_and_on_the_page(client: Client) -> None:
    answer = client.get(reverse("alliance-key"))
    assert answer["Content-Type"] == "application/x-pem-file"
    assert verifying.keys_from_pem(answer.text) == signing.public_keys()
    page = read(client, "check-file")
    assert all(key_id in page for key_id in signing.public_keys())


def test_a_file_signed_before_the_key_was_changed_still_fits(
    ten: Ten, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = file_of(sealed_in_writing(ten))
    later = keyring._with_new_signature({"signature": {"public": signing.public_keys()}})["signature"]
    monkeypatch.setattr(signing, "public_keys", lambda: dict(later["public"]))
    assert sent(client, file).count(">fits<") == 12


def test_a_rule_page_links_back_to_its_resolution(ten: Ten, client: Client) -> None:
    carried_in_writing(ten, tabled(ten, effects=[rule_effect("5")]))
    assert f'href="{reverse("resolution", args=["2026-1"])}"' in read(client, "rule", "co-signatures")
