"""The pages of letter codes: number and code, the one case, its steps; and the officer's side. No JavaScript."""

import re
import time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huaihai.businesses.models import Representative
from huaihai.businesses.register.verbs import Stated
from huaihai.cases.letters import pages
from huaihai.cases.letters import verbs as letters_verbs
from huaihai.cases.letters.codes import new_number, shown_number
from huaihai.cases.letters.verbs import Issued, LetterOver
from huaihai.cases.models import Case, Evidence, LetterCode, Offer
from huaihai.cases.models.letter import MOST_TRIES
from huaihai.cases.tests import letter_cases
from huaihai.cases.tests.test_business_desk import offer_form
from huaihai.cases.verbs import care, fulfilment, negotiation, routing
from huaihai.desk import codes
from huaihai.kit import clock
from huaihai.kit.filestore import Stored
from huaihai.members import sessions
from huaihai.record import events
from tests import cast
from tests.cast import Cast
from tests.reading import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


@pytest.fixture
def people(cast: Cast) -> Cast:
    """The shop has no account."""
    Representative.objects.all().delete()
    return cast


@pytest.fixture
def case(people: Cast) -> Case:
    return letter_cases.inviting(people)


@pytest.fixture
def made(case: Case, people: Cast) -> Issued:
    return letter_cases.sent(case, people)


def enter(client: Client, made: Issued, **changed: Any) -> Any:
    typed = {"number": shown_number(made.letter.number), "code": codes.grouped(made.code)}
    return client.post(reverse("letter"), typed | changed)


def step(client: Client, noun: str, case: Case, **data: Any) -> Any:
    case.refresh_from_db()
    return client.post(reverse("letter-step", args=[noun]), {"seen": case.version, **data})


@pytest.mark.both_databases
def test_a_business_that_never_joined_settles_with_a_letter(
    client: Client, zhao: Client, people: Cast, case: Case
) -> None:
    sent = zhao.post(reverse("letter-new", args=[case.pk]), {"way": "letter", "seen": case.version})
    printed = zhao.get(sent.url).text
    number = re.search(r"\d{3} \d{3} \d{3}", printed)
    code = re.search(r"\b([0-9A-Z]{4}-){4}[0-9A-Z]\b", printed)
    answer = client.post(reverse("letter"), {"number": number.group(), "code": code.group().lower()})
    assert answer.url == reverse("letter-case")
    assert "offer" in client.get(answer.url).text
    assert fresh(case).stage == "negotiating"
    step(client, "offer", case, **offer_form(case))
    offer = Offer.objects.get(case=case)
    negotiation.accept(case, offer=offer, by=cast.li(case), at=clock.now())
    shown = client.post(reverse("letter-contact"), follow=True)
    assert cast.PHONE in shown.text
    assert "您可以不同意" not in shown.text, "something is agreed"
    done = step(client, "fulfilment", case, text="268元已原路退回。")
    assert done.status_code == 302
    fulfilment.confirm(case, by=cast.li(case), at=clock.now())
    assert (fresh(case).stage, case.result) == ("closed", "fulfilled")
    assert client.get(reverse("letter-case")).status_code == 404  # the letter ends with the case
    assert events.broken_at(case.record_key) is None


def test_the_first_words_are_that_it_is_no_penalty(
    client: Client, zhao: Client, made: Issued, people: Cast
) -> None:
    enter(client, made)
    for shown in (client.get(reverse("letter")), client.get(reverse("letter-case"))):
        main = re.sub(r"<[^>]+>", "", shown.text.partition('<main id="main" tabindex="-1">')[2]).split()
        assert main[0].startswith("这不是处罚。您可以不同意。")
        assert "调解" in main[1]
    assert people.lead.name in main[1]


def test_the_page_hides_who_complains_and_shows_what_is_asked(
    client: Client, made: Issued, case: Case
) -> None:
    Case.objects.filter(pk=case.pk).update(title="电热水壶漏电")
    enter(client, made)
    shown = client.get(reverse("letter-case")).text
    for hidden in (cast.PHONE, "Li (test)"):
        assert hidden not in shown
    for told in ("L**", "268.00", str(case.number), "买来第三天就漏电"):
        assert told in shown
    assert client.post(reverse("letter-contact"), follow=True).status_code == 200
    assert cast.PHONE not in client.get(reverse("letter-case")).text


def test_every_failure_looks_the_same(client: Client, people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def living() -> Issued:
        return letter_cases.sent(letter_cases.inviting(people), people)

    wrong, expired, ended, locked = living(), living(), living(), living()
    LetterCode.objects.filter(pk=expired.letter.pk).update(expires_at=clock.now())
    letters_verbs.end(ended.letter, by=people.zhao, at=clock.now(), seen=0)
    LetterCode.objects.filter(pk=locked.letter.pk).update(tries=MOST_TRIES, locked_at=clock.now())
    unknown = Issued(LetterCode(number=new_number()), codes.new_code())
    compared: list[str] = []

    def counted(given: str, stored: str) -> bool:
        compared.append(given)
        return codes.fits(given, stored)

    monkeypatch.setattr(letters_verbs, "fits", counted)
    tried = {
        "unknown": (unknown, unknown.code),
        "wrong": (wrong, letter_cases.wrong(wrong)),
        "expired": (expired, expired.code),
        "ended": (ended, ended.code),
        "locked": (locked, locked.code),
    }
    seen = set()
    for name, (one, code) in tried.items():
        answer = enter(client, one, code=code)
        words = answer.text.replace(shown_number(one.letter.number), "N").replace(code, "C")
        words = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", words)
        headers = sorted(item for item in answer.headers.items() if item[0] != "X-Request-Id")
        seen.add((answer.status_code, words, str(headers)))
        assert "打不开" in words, name
    assert len(seen) == 1
    assert len(compared) == len(tried)  # the same work for each


@pytest.mark.both_databases
def test_a_wrong_code_costs_the_same_whatever_is_wrong_with_the_letter(people: Cast) -> None:
    made = [letter_cases.sent(letter_cases.inviting(people), people) for _ in range(4)]
    LetterCode.objects.filter(pk=made[1].letter.pk).update(expires_at=clock.now())
    letters_verbs.end(made[2].letter, by=people.zhao, at=clock.now(), seen=0)
    LetterCode.objects.filter(pk=made[3].letter.pk).update(tries=MOST_TRIES, locked_at=clock.now())
    numbers = [new_number(), *(one.letter.number for one in made)]
    asked = []
    for number in numbers:
        with CaptureQueriesContext(connection) as queries, pytest.raises(LetterOver):
            letters_verbs.open_with(number, codes.new_code(), at=clock.now())
        asked.append([query["sql"].split()[0] for query in queries])
    assert all(one == asked[0] for one in asked)
    assert "UPDATE" in asked[0]


def test_a_slip_is_told_and_does_not_count(client: Client, made: Issued) -> None:
    slip = ("1" if made.code[0] != "1" else "2") + made.code[1:]
    for _ in range(MOST_TRIES + 1):
        assert "打错" in enter(client, made, code=slip).text
        assert "打错" in enter(client, made, number="482 177 300"[:-1]).text
    made.letter.refresh_from_db()
    assert made.letter.tries == 0
    assert enter(client, made).status_code == 302


def test_five_wrong_codes_lock_and_the_officer_is_told(
    client: Client, zhao: Client, made: Issued, case: Case
) -> None:
    for _ in range(MOST_TRIES):
        assert enter(client, made, code=letter_cases.wrong(made)).status_code == 200
    assert enter(client, made).status_code == 200
    assert client.get(reverse("letter-case")).status_code == 302
    told = zhao.get(reverse("desk-case", args=[case.pk])).text
    assert "错了五次，已锁住" in told
    assert "答复码输错五次，已锁住" in told
    again = zhao.post(reverse("letter-new", args=[case.pk]), {"way": "call", "seen": _version(case)})
    assert again.status_code == 302


def test_one_network_tries_only_so_often(client: Client, made: Issued) -> None:
    for _ in range(pages.BRAKE.most):
        enter(client, Issued(LetterCode(number=new_number()), codes.new_code()))
    assert enter(client, made).status_code == 429
    made.letter.refresh_from_db()
    assert made.letter.tries == 0


def test_without_the_code_there_is_nothing(client: Client, made: Issued, case: Case) -> None:
    for name, args in (
        ("letter-case", ()),
        ("letter-call", ()),
        ("letter-step", ("offer",)),
        ("letter-evidence", (made.letter.pk,)),
    ):
        assert client.get(reverse(name, args=args)).url == reverse("letter")
    assert step(client, "refusal", case, text="x").status_code == 302
    assert fresh(case).stage == "inviting"


def test_one_letter_opens_no_other_case_of_the_same_business(
    client: Client, people: Cast, made: Issued
) -> None:
    other = cast.negotiating(people, clock.now())
    file = _evidence(other)
    enter(client, made)
    assert str(other.number) not in client.get(reverse("letter-case")).text
    assert client.get(reverse("letter-evidence", args=[file.pk])).status_code == 404
    for name in ("business-case", "business-evidence"):
        args = [other.pk] if name == "business-case" else [other.pk, file.pk]
        assert client.get(reverse(name, args=args)).status_code == 302  # asks to sign in
    assert client.get(reverse("my-cases")).url.startswith(reverse("track"))


def test_half_an_hour_without_a_click_closes_the_page_and_keeps_what_was_typed(
    client: Client, made: Issued, case: Case, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(client, made)
    later = time.time() + sessions.IDLE + 1
    monkeypatch.setattr(time, "time", lambda: later)
    sent = step(client, "refusal", case, text="查过了，不是我们的责任。")
    assert sent.url == reverse("letter") + "?over=1"
    assert "还在" in client.get(sent.url).text
    back = enter(client, made)
    assert back.url == reverse("letter-step", args=["refusal"])
    assert "查过了，不是我们的责任。" in client.get(back.url).text


def test_what_was_typed_is_not_shown_to_the_holder_of_another_letter(
    client: Client, made: Issued, case: Case, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = letter_cases.sent(letter_cases.inviting(people), people)
    enter(client, made)
    later = time.time() + sessions.IDLE + 1
    monkeypatch.setattr(time, "time", lambda: later)
    step(client, "refusal", case, text="查过了。")
    assert enter(client, other).url == reverse("letter-case")
    assert "查过了。" not in client.get(reverse("letter-step", args=["refusal"])).text


def test_when_another_business_is_meant_the_page_closes_and_keeps_the_words(
    client: Client, made: Issued, case: Case, people: Cast
) -> None:
    enter(client, made)
    case.refresh_from_db()
    negotiation.deny(case, text="Not us.", by=letters_verbs.actor_of(made.letter), at=clock.now())
    stated = Stated(name="Another shop (test)", sign="Another", region_code=cast.LEAD)
    routing.correct_business(case, stated=stated, by=people.zhao, at=clock.now())
    answer = step(client, "refusal", case, text="我写了很久。")
    assert answer.status_code == 409
    assert "我写了很久。" in answer.text
    assert str(case.number) not in answer.text


def test_who_is_slower_is_told_and_keeps_the_words(
    client: Client, made: Issued, case: Case, people: Cast
) -> None:
    enter(client, made)
    case.refresh_from_db()
    stale = case.version
    client.post(
        reverse("letter-step", args=["files"]),
        {"seen": stale, "uploads": SimpleUploadedFile("a.txt", b"A statement.", "text/plain")},
    )
    data = offer_form(case) | {"seen": stale - 1, "text": "三天内退。"}
    answer = client.post(reverse("letter-step", args=["offer"]), data)
    assert answer.status_code == 409
    assert "三天内退。" in answer.text
    assert client.get(reverse("letter-step", args=["nonsense"])).status_code == 404


def test_a_call_can_be_asked_for(client: Client, zhao: Client, made: Issued, case: Case) -> None:
    enter(client, made)
    assert client.post(reverse("letter-call"), {"phone": "12"}).status_code == 200
    assert (
        client.post(reverse("letter-call"), {"phone": "139 0000 0007", "text": "明天上午"}).status_code == 302
    )
    told = zhao.get(reverse("desk-case", args=[case.pk])).text
    assert "商家请您打电话" in told
    assert "13900000007" in told
    zhao.post(
        reverse("desk-step", args=[case.pk, "calls"]),
        {"seen": _version(case), "with_whom": "business", "text": "打过了。"},
    )
    assert "商家请您打电话" not in zhao.get(reverse("desk-case", args=[case.pk])).text


def test_who_has_answered_is_told_that_joining_is_free(client: Client, made: Issued, case: Case) -> None:
    enter(client, made)
    assert "加入快速处理通道" not in client.get(reverse("letter-case")).text
    case.refresh_from_db()
    step(client, "offer", case, **offer_form(case))
    told = client.get(reverse("letter-case")).text
    assert "加入快速处理通道" in told
    assert f'href="{reverse("join")}"' in told


def test_leaving_closes_it_on_this_device(client: Client, made: Issued) -> None:
    enter(client, made)
    assert "页面已关闭" in client.post(reverse("letter-leaving"), follow=True).text
    assert client.get(reverse("letter-case")).status_code == 302


def test_the_pages_are_kept_nowhere(client: Client, made: Issued) -> None:
    enter(client, made)
    for name in ("letter", "letter-case", "letter-call"):
        headers = client.get(reverse(name)).headers
        assert "no-store" in headers["Cache-Control"]
        assert headers["X-Robots-Tag"] == "noindex"


def _version(case: Case) -> int:
    case.refresh_from_db()
    return case.version


def _evidence(case: Case) -> Evidence:
    stored = Stored("0" * 64, "text/plain", 1, "")
    return care.add_evidence(
        case, file=stored, name="a.txt", party="consumer", by=cast.li(case), at=clock.now()
    )
