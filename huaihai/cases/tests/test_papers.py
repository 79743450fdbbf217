"""Papers of a case: offered when they fit, filled from it, numbered, looked at with a trace, signed and fetched."""

import base64
import random
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huaihai.cases.genuine import finding
from huaihai.cases.letters import verbs as letters_verbs
from huaihai.cases.letters.codes import shown_number
from huaihai.cases.models import Case, IssuedPaper, PaperSeries
from huaihai.cases.papers import facts, offers
from huaihai.cases.papers.facts import Facts
from huaihai.cases.proceedings import APPLIED, COURT
from huaihai.cases.situation import Situation
from huaihai.cases.tests.at_the_desk import NOW, case_url, do
from huaihai.cases.tests.consumers import opened
from huaihai.cases.verbs import mediation, proceeding, routing
from huaihai.desk.codes import grouped
from huaihai.desk.papers import squares
from huaihai.desk.papers.official import as_facts, from_facts
from huaihai.desk.papers.tests.test_official import fields_of, words_of
from huaihai.law import papers
from huaihai.record import events
from tests import cast as people
from tests.effort import examples

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]

PDF = b"%PDF-1.4 signed"
TODAY = NOW.date().isoformat()


def agreed(cast: people.Cast) -> Case:
    case = people.mediating(cast)
    mediation.agree(
        case,
        terms="商家退款268元，自行取回电热水壶。",
        sum_fen=26_800,
        perform_by_on=date(2026, 12, 9),
        by=cast.zhao,
        at=NOW,
    )
    return case


def new_url(case: Case, form: str) -> str:
    return reverse("paper-new", args=[case.pk, form])


def issue(client: Client, case: Case, form: str, **typed: Any) -> IssuedPaper:
    """Open the page, change what is typed, and issue it."""
    page = client.get(new_url(case, form))
    filled = {item.name: item.value() for item in page.context["form"] if item.value() not in (None, "")}
    answer = client.post(new_url(case, form), {**filled, **typed})
    assert answer.status_code == 302, answer.context["form"].errors
    return IssuedPaper.objects.get(pk=answer.url.split("/")[-2])


def test_an_agreement_is_offered_filled_and_issued(zhao: Client, cast: people.Cast) -> None:
    case = agreed(cast)
    page = zhao.get(case_url(case))
    assert [offer.form for offer in page.context["papers"].usual] == ["agreement", "confirmation"]

    paper = issue(zhao, case, "agreement", facts="水壶漏电。")

    assert paper.number == "商消协〔2026〕调字第1号"
    kept = from_facts(paper.content)
    values = kept.values()
    assert kept.letterhead == cast.lead.name
    assert (values["consumer_name"], values["facts"]) == ("Li (test)", "水壶漏电。")
    assert values["performance"] == "2026年12月9日前（含当日），按协议内容履行，金额268.00元。"
    assert kept.day == "2026年11月24日"
    assert not re.search(r"今天|明天|昨天|待确认", str(paper.content))
    line = zhao.get(case_url(case)).context["record"][0]
    assert paper.number in line["text"]
    assert paper.number in zhao.get(case_url(case)).text


def test_both_sides_application_to_the_court_names_the_agreement_and_no_sender(
    zhao: Client, cast: people.Cast
) -> None:
    case = agreed(cast)
    agreement = issue(zhao, case, "agreement", facts="水壶漏电。")

    paper = issue(zhao, case, "confirmation")

    kept = from_facts(paper.content)
    values = kept.values()
    assert (kept.letterhead, kept.sender, kept.has_seal) == ("", "", False)
    assert len(kept.signatures) == 2
    assert values["agreement_number"] == agreement.number
    assert values["agreed_on"] == "2026年11月24日"
    assert "协议自____年__月__日（双方签名或者盖章之日）起生效" in str(paper.content)
    assert any("最晚2026年12月24日" in note for note in kept.notes)
    assert (values["court_name"], values["id_number"]) == ("____人民法院", "")  # written by hand
    assert "二百零五条" in values["basis"]
    assert values["performance"] == "2026年12月9日前（含当日），按协议内容履行，金额268.00元。"
    words = words_of(zhao.get(reverse("paper-pdf", args=[case.pk, paper.pk])).content)
    assert "司法确认申请书" in words
    for court in ("睢阳区人民法院", "徐州铁路运输法院"):
        named = issue(zhao, case, "confirmation", court_name=court)
        assert from_facts(named.content).values()["court_name"] == court
    assert cast.lead.name not in words.split("司法确认申请书")[0]
    said = squares.read(kept.square.rpartition("/is-it-us/p/")[2].strip("/"))
    assert said is not None
    assert said.b == cast.lead.name


def test_the_application_names_the_body_that_mediated_not_the_one_that_prints(
    zhao: Client, cast: people.Cast
) -> None:
    case = agreed(cast)
    routing.assign(case, to=cast.county, by=cast.zhao, at=NOW)
    first = from_facts(issue(zhao, case, "confirmation").content).values()
    issue(zhao, case, "agreement", facts="水壶漏电。")
    second = from_facts(issue(zhao, case, "confirmation").content).values()
    assert (first["mediated_by"], second["mediated_by"]) == (cast.county.name, cast.lead.name)


def test_the_court_is_offered_while_it_can_be_asked(
    zhao: Client, cast: people.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = agreed(cast)
    assert zhao.get(new_url(case, "confirmation")).status_code == 200
    proceeding.note(case, kind=COURT, state=APPLIED, on=NOW.date(), place="区人民法院", by=cast.zhao, at=NOW)
    asked = [offer.form for offer in zhao.get(case_url(case)).context["papers"].usual]
    late = agreed(cast)
    monkeypatch.setattr("huaihai.kit.clock.now", lambda: NOW + timedelta(days=31))
    over = [offer.form for offer in zhao.get(case_url(late)).context["papers"].usual]
    assert asked == over == ["agreement"]


def test_word_and_pdf_of_an_agreement_hold_the_same_values(zhao: Client, cast: people.Cast) -> None:
    paper = issue(zhao, agreed(cast), "agreement")
    word = zhao.get(reverse("paper-word", args=[paper.case_id, paper.pk]))
    pdf = zhao.get(reverse("paper-pdf", args=[paper.case_id, paper.pk]))
    fields, words = fields_of(word.content), words_of(pdf.content)
    values = from_facts(paper.content).values()
    assert fields.keys() == values.keys()
    for name, value in values.items():
        assert re.sub(r"\s", "", value) in words
        assert value in ("", fields[name])
    assert "no-store" in word["Cache-Control"]
    assert paper.number in unquote(pdf["Content-Disposition"])


def test_names_are_masked_until_somebody_looks_with_a_trace(
    zhao: Client, cast: people.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = agreed(cast)
    assert "Li (test)" not in zhao.get(new_url(case, "agreement")).text
    paper = issue(zhao, case, "agreement")
    url = reverse("paper", args=[case.pk, paper.pk])
    assert "Li (test)" in zhao.get(url).text
    assert _looks(case) == 1

    monkeypatch.setattr("huaihai.kit.clock.now", lambda: NOW + timedelta(minutes=16))
    page = zhao.get(url).text
    assert "Li (test)" not in page
    assert people.PHONE not in page
    assert zhao.get(reverse("paper-pdf", args=[case.pk, paper.pk])).status_code == 302
    zhao.post(reverse("paper-opening", args=[case.pk, paper.pk]))
    assert "Li (test)" in zhao.get(url).text
    assert _looks(case) == 2


def test_the_name_in_the_address_of_a_letter_is_masked_too(wang: Client) -> None:
    case = people.filed(NOW, story="请打 13912345678 找我。").case
    do(wang, case, "supplement-request", text="请补小票。")
    case.refresh_from_db()
    assert case.stage == "supplementing"
    page = wang.get(new_url(case, "supplement"))
    assert "请补小票。" in page.text
    assert "Li (test)" not in page.text
    for form in ("approval", "registration"):
        shown = wang.get(new_url(case, form)).text
        assert "13912345678" not in shown
        assert people.PHONE not in shown


def _looks(case: Case) -> int:
    return events.history(case.record_key).filter(verb="unmasked").count()


def test_looking_again_shows_what_was_typed_and_draws_nothing(zhao: Client, cast: people.Cast) -> None:
    case = agreed(cast)
    form = zhao.get(new_url(case, "agreement")).context["form"]
    typed = {"seen": case.version, "paper_id": form["paper_id"].value(), "on": TODAY, "facts": "只写这一句。"}
    page = zhao.post(new_url(case, "agreement"), {**typed, "look": "1"})
    assert page.status_code == 200
    assert '<span data-field="facts">只写这一句。</span>' in page.text
    assert not IssuedPaper.objects.exists()
    assert not PaperSeries.objects.exists()


def test_pressed_twice_it_is_issued_once(zhao: Client, cast: people.Cast) -> None:
    case = agreed(cast)
    form = zhao.get(new_url(case, "agreement")).context["form"]
    typed = {"seen": case.version, "paper_id": form["paper_id"].value(), "on": TODAY, "facts": "x"}
    assert [zhao.post(new_url(case, "agreement"), typed).status_code for _ in range(2)] == [302, 302]
    assert IssuedPaper.objects.count() == 1
    typed = {**typed, "matter": "其他", "opinion": "x"}  # the same page for another paper
    assert zhao.post(new_url(case, "approval"), typed).status_code == 409


def test_a_paper_issued_anew_has_a_new_number_and_marks_the_old(zhao: Client, cast: people.Cast) -> None:
    case = agreed(cast)
    old = issue(zhao, case, "agreement")
    new = issue(zhao, case, "agreement", replaces=str(old.pk))
    old.refresh_from_db()
    assert (old.serial, new.serial, new.replaces_id) == (1, 2, old.pk)
    assert old.replaced_at is not None
    again = zhao.post(
        new_url(case, "agreement"),
        {
            "seen": case.version,
            "paper_id": str(uuid4()),
            "on": TODAY,
            "facts": "x",
            "replaces": str(old.pk),
        },
    )
    assert again.status_code == 409
    assert PaperSeries.objects.get().last == 2  # what was refused has drawn nothing


def test_somebody_else_who_was_quicker_is_told(zhao: Client, cast: people.Cast) -> None:
    case = agreed(cast)
    form = zhao.get(new_url(case, "agreement")).context["form"]
    seen = case.version
    do(zhao, case, "calls", with_whom="consumer", text="Called.")
    answer = zhao.post(
        new_url(case, "agreement"),
        {"seen": seen, "paper_id": form["paper_id"].value(), "on": TODAY, "facts": "留着的话"},
    )
    assert answer.status_code == 409
    assert "留着的话" in answer.text


@pytest.mark.usefixtures("files")
def test_the_signed_paper_comes_back_and_both_sides_fetch_it(
    zhao: Client, sun: Client, client: Client, cast: people.Cast
) -> None:
    case = agreed(cast)
    paper = issue(zhao, case, "agreement")
    url = reverse("paper", args=[case.pk, paper.pk])
    opened(client, case)
    assert not client.get(reverse("my-case", args=[case.pk])).context["signed"]

    sent = zhao.post(url, {"uploads": SimpleUploadedFile("扫描件.pdf", PDF)})

    assert sent.status_code == 302
    scan = paper.scans.get()
    assert scan.sha256 in zhao.get(url).text
    assert _verbs(case)[-1] == "paper_signed"
    assert events.broken_at(case.record_key) is None
    for reader, address in (
        (client, reverse("my-signed", args=[case.pk, scan.pk])),
        (sun, reverse("business-signed", args=[case.pk, scan.pk])),
    ):
        answer: Any = reader.get(address)
        assert b"".join(answer.streaming_content) == PDF
    assert (
        reverse("my-signed", args=[case.pk, scan.pk]) in client.get(reverse("my-case", args=[case.pk])).text
    )
    assert (
        reverse("business-signed", args=[case.pk, scan.pk])
        in sun.get(reverse("business-case", args=[case.pk])).text
    )


@pytest.mark.usefixtures("files")
def test_only_the_agreement_goes_to_the_sides(
    zhao: Client, sun: Client, client: Client, cast: people.Cast
) -> None:
    case = agreed(cast)
    paper = issue(zhao, case, "approval", opinion="建议结案。")
    zhao.post(reverse("paper", args=[case.pk, paper.pk]), {"uploads": SimpleUploadedFile("a.pdf", PDF)})
    scan = paper.scans.get()
    opened(client, case)
    assert client.get(reverse("my-signed", args=[case.pk, scan.pk])).status_code == 404
    assert sun.get(reverse("business-signed", args=[case.pk, scan.pk])).status_code == 404
    assert client.get(reverse("paper", args=[case.pk, paper.pk])).status_code in (302, 403, 404)


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    "upload", [None, SimpleUploadedFile("a.txt", b"just words"), SimpleUploadedFile("a.pdf", b"")]
)
def test_what_is_no_signed_paper_is_refused_in_words(zhao: Client, cast: people.Cast, upload: Any) -> None:
    paper = issue(zhao, agreed(cast), "agreement")
    answer = zhao.post(
        reverse("paper", args=[paper.case_id, paper.pk]), {"uploads": upload} if upload else {}
    )
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert 'id="errors"' in answer.text.split('class="official')[0]  # above the paper, where the reader is
    assert not paper.scans.exists()


@pytest.mark.usefixtures("files")
def test_a_business_with_a_letter_code_fetches_it_too(
    zhao: Client, client: Client, cast: people.Cast
) -> None:
    case = agreed(cast)
    letter = letters_verbs.issue(case, way="letter", by=cast.zhao, at=NOW)
    paper = issue(zhao, case, "agreement")
    zhao.post(
        reverse("paper", args=[case.pk, paper.pk]), {"uploads": SimpleUploadedFile("a.pdf", PDF + b"!")}
    )
    client.post(
        reverse("letter"),
        {"number": shown_number(letter.letter.number), "code": grouped(letter.code)},
    )
    url = reverse("letter-signed", args=[paper.scans.get().pk])
    assert url in client.get(reverse("letter-case")).text
    answer: Any = client.get(url)
    assert b"".join(answer.streaming_content) == PDF + b"!"
    assert Client().get(url).status_code == 302


def _verbs(case: Case) -> list[str]:
    return [event.verb for event in events.history(case.record_key)]


def test_the_home_body_writes_the_letter_that_hands_a_case_on(
    wang: Client, zhao: Client, cast: people.Cast
) -> None:
    case = people.filed(NOW).case
    assert wang.get(new_url(case, "transfer")).context["question"].closed
    routing.forward(case, to=cast.lead, assessment="Receipt and photos fit.", by=cast.wang, at=NOW)

    paper = issue(wang, case, "transfer")

    kept = from_facts(paper.content)
    assert (kept.to, kept.letterhead) == (cast.lead.name, cast.home.name)
    values = kept.values()
    assert values["assessment"] == "Receipt and photos fit."
    assert "2026年11月24日同意" in values["consents"]
    assert "Li (test)" not in str(paper.content)
    assert people.PHONE not in str(paper.content)
    assert kept.title in zhao.get(reverse("paper", args=[case.pk, paper.pk])).text


@pytest.mark.parametrize("form", sorted(papers.forms()))
def test_every_paper_can_be_made_from_a_case(form: str, cast: people.Cast) -> None:
    """No form names a value that nobody gives."""
    from huaihai.cases.papers.building import built, masked

    case = agreed(cast)
    known = Facts(Situation(case, cast.zhao, NOW.date()))
    values = facts.values_for(form, known, on=NOW.date())
    paper = built(papers.forms()[form], values, body=cast.lead, number="1", on=NOW.date())
    assert paper.blocks
    shown = str(as_facts(masked(paper, case)))
    assert "Li (test)" not in shown
    assert people.PHONE not in shown
    assert form in offers.BY_FORM
    assert len(offers.BY_FORM[form].asks) <= 5


def test_a_paper_is_checked_by_its_code_and_its_square_and_nothing_altered_is_taken(
    zhao: Client, cast: people.Cast
) -> None:
    case = agreed(cast)
    paper = issue(zhao, case, "agreement", facts="水壶漏电。")
    kept = from_facts(paper.content)
    path = kept.square[kept.square.index("/is-it-us/") :]
    text = path.split("/")[-2]

    for got in (kept.code, text, kept.square):
        found = finding.find(got, at=NOW + timedelta(days=900))
        assert found is not None, got
        assert (paper.number in str(found.what), found.day, found.is_replaced) == (
            True,
            paper.issued_on,
            False,
        )
    page = Client().get(path).content.decode()
    assert paper.number in page
    assert "Li (test)" not in page
    assert "Li (test)" not in base64.urlsafe_b64decode(text.split(".")[1] + "==").decode()
    shown = zhao.get(reverse("paper", args=[case.pk, paper.pk])).content.decode()
    assert kept.code in shown
    assert "<svg" in shown

    rest = random.Random(17)
    for _n in range(examples(100, long=1000)):
        place = rest.randrange(len(text))
        forged = text[:place] + rest.choice("ABCxyz019-_.") + text[place + 1 :]
        assert forged == text or squares.read(forged) is None, forged
    other = squares.read(text)
    assert other is not None
    moved = text.replace(text.split(".")[1], squares.make(replace(other, n="假字第1号")).split(".")[1])
    assert finding.find(moved, at=NOW) is None
    assert Client().get(path.replace(text, moved)).status_code == 404

    anew = issue(zhao, case, "agreement", replaces=str(paper.pk))
    assert from_facts(anew.content).code != kept.code
    old = finding.find(kept.code, at=NOW)
    assert old is not None
    assert old.is_replaced
    IssuedPaper.objects.filter(pk=anew.pk).delete()
    assert finding.find(from_facts(anew.content).square, at=NOW) is not None  # by the signature alone
