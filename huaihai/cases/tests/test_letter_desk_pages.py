"""Letter codes at the officer's desk: printed or said once, checked by their square, ended."""

import random
import re
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.businesses.models import Representative
from huaihai.cases.genuine import finding
from huaihai.cases.letters.codes import shown_number
from huaihai.cases.letters.verbs import Issued
from huaihai.cases.models import Case, LetterCode
from huaihai.cases.tests import letter_cases
from huaihai.desk.papers import squares
from huaihai.kit import clock
from tests import cast
from tests.cast import Cast
from tests.effort import examples
from tests.reading import browser

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


@pytest.mark.both_databases
def test_the_printed_letter_is_shown_once_in_plain_chinese(zhao: Client, case: Case) -> None:
    zhao.cookies["language"] = "en"
    sent = zhao.post(reverse("letter-new", args=[case.pk]), {"way": "letter", "seen": case.version})
    assert zhao.head(sent.url).status_code == 200
    first, second = zhao.get(sent.url).text, zhao.get(sent.url).text
    letter = LetterCode.objects.get(case=case)
    shown = re.search(r"\b([0-9A-Z]{4}-){4}[0-9A-Z]\b", first)
    assert shown.group() not in second
    for words in (
        "这不是处罚。您可以不同意。",
        "答复编号",
        shown_number(letter.number),
        str(case.number),
    ):
        assert words in first
    for hidden in (cast.PHONE, "Li (test)"):
        assert hidden not in first
    assert "data-square" in first
    assert "<svg" in first


def test_the_square_of_a_letter_is_checked_and_leads_on_and_forged_ones_do_not(
    client: Client, zhao: Client, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(squares, "drawn", lambda address: address)
    sent = zhao.post(reverse("letter-new", args=[case.pk]), {"way": "letter", "seen": case.version})
    context = zhao.get(sent.url).context
    letter = LetterCode.objects.get(case=case)
    path = context["square"][context["square"].index("/is-it-us/") :]
    text = path.split("/")[-2]
    code = context["code"].replace("-", "")

    page = client.get(path).text
    assert "data-ours" in page
    assert shown_number(letter.number) in page
    assert f'href="{reverse("letter")}"' in page
    content = squares.read(text)
    assert content is not None
    assert (content.n, content.c) == (shown_number(letter.number), context["check_code"])
    for hidden in (code, str(case.number), cast.PHONE, case.business.name):
        assert hidden not in str(content)

    rest = random.Random(17)
    for _n in range(examples(100, long=1000)):
        place = rest.randrange(len(text))
        forged = text[:place] + rest.choice("ABCxyz019-_.") + text[place + 1 :]
        assert forged == text or finding.find(forged, at=clock.now()) is None, forged
    other = squares.make(replace(content, n="482 177 305"))
    moved = text.replace(text.split(".")[1], other.split(".")[1])
    assert "data-not-ours" in client.get(path.replace(text, moved)).text


@pytest.mark.both_databases
def test_the_code_for_a_call_is_shown_once(zhao: Client, case: Case) -> None:
    sent = zhao.post(reverse("letter-new", args=[case.pk]), {"way": "call", "seen": case.version})
    # within bounds: four digits, dashes and digits stand in some ids, too
    pattern = r"\b([0-9A-Z]{4}-){4}[0-9A-Z]\b"
    assert re.search(pattern, zhao.get(sent.url).text)
    assert not re.search(pattern, zhao.get(sent.url).text)


def test_the_desk_says_what_cannot_be_sent(zhao: Client, case: Case, people: Cast) -> None:
    page = reverse("letter-new", args=[case.pk])
    assert "不知道商家的手机号" in zhao.post(page, {"way": "sms", "seen": case.version}).text
    assert zhao.post(page, {"way": "letter", "seen": case.version - 1}).status_code == 409
    assert zhao.post(page, {"seen": case.version}).status_code == 200
    made = [letter_cases.sent(case, people) for _ in range(3)]
    assert "不能再发了" in zhao.post(page, {"way": "letter", "seen": _version(case)}).text
    assert LetterCode.objects.count() == 3
    wang = browser(people.accounts["wang"])
    assert wang.get(page).status_code == 404
    assert wang.get(reverse("letter-issued", args=[case.pk, made[2].letter.pk])).status_code == 404
    assert wang.post(reverse("letter-ending", args=[case.pk, made[2].letter.pk])).status_code == 404


def test_the_desk_ends_a_letter(zhao: Client, case: Case, made: Issued) -> None:
    page = reverse("letter-ending", args=[case.pk, made.letter.pk])
    for seen in ("7", "²", "", "-1"):
        zhao.post(page, {"seen": seen})
        made.letter.refresh_from_db()
        assert made.letter.ended_at is None
    zhao.post(page, {"seen": "0"})
    made.letter.refresh_from_db()
    assert made.letter.ended_at is not None


def _version(case: Case) -> int:
    case.refresh_from_db()
    return case.version
