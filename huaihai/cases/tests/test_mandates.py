"""Filed for somebody else: the desk sees whether that person agrees, notes it, and mediates no agreement before."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huaihai.cases import mandates
from huaihai.cases.models import Agreement, Case, Complainant
from huaihai.cases.sheets import verbs as sheets
from huaihai.cases.tests.at_the_desk import case_url, do, step_url
from huaihai.cases.tests.consumers import page_of
from huaihai.cases.tests.filing_walks import address, walk
from huaihai.cases.tests.test_confirming import ANSWERS
from huaihai.cases.verbs import care, mediation, negotiation, routing
from huaihai.desk.lives import NotAllowed, Unfit
from huaihai.record import events
from tests import cast as people
from tests.cast import TUESDAY, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday", "files")]
MOTHER, NOT_YET = "王秀英", "本人是否同意还没确认"


def for_mother(case: Case) -> Case:
    person = Complainant.objects.get(case=case)
    person.acts_for = MOTHER
    person.save()
    found: Case = Case.objects.with_parties().get(pk=case.pk)
    return found


def agree(case: Case, cast: Cast, *, is_oral: bool = False) -> Agreement:
    terms: dict[str, Any] = {"terms": "退还 268 元。", "sum_fen": 26_800, "perform_by_on": date(2026, 12, 1)}
    return mediation.agree(case, **terms, is_oral=is_oral, by=cast.zhao, at=TUESDAY)


def test_the_desk_sees_that_it_is_not_confirmed_and_notes_it(zhao: Client, cast: Cast) -> None:
    case = for_mother(people.mediating(cast))
    page = zhao.get(case_url(case)).text
    assert NOT_YET in page
    assert step_url(case, "mandate") in page
    assert MOTHER not in page
    scan = SimpleUploadedFile("IMG_1.txt", "委托".encode(), "text/plain")

    assert do(zhao, case, "mandate", way="").status_code == 200
    assert do(zhao, case, "mandate", way="paper", uploads=[scan], text="窗口当面签。").status_code == 302

    event = events.history(case.record_key).get(verb=mandates.VERB)
    page = zhao.get(case_url(case)).text
    assert event.facts["way"] == "paper"
    assert [file.name for file in case.evidence.all()] == ["授权委托书 · IMG_1.txt"]
    assert NOT_YET not in page
    assert "本人已同意" in page
    assert "签了授权委托书" in page
    assert step_url(case, "mandate") not in page
    assert "被代为投诉的人表示同意" in page_of(Client(), case)


def test_a_file_that_is_refused_notes_nothing(zhao: Client, cast: Cast) -> None:
    case = for_mother(people.mediating(cast))
    bad = SimpleUploadedFile("x.exe", b"MZ\x00\x01\x02", "application/octet-stream")

    answer = do(zhao, case, "mandate", way="phone", text="她说同意。", uploads=[bad])

    assert answer.status_code == 200
    assert "她说同意。" in answer.text
    assert mandates.is_missing(case)


@pytest.mark.parametrize("is_oral", [False, True])
def test_no_mediation_agreement_before_the_other_person_is_known_to_agree(cast: Cast, is_oral: bool) -> None:
    case = for_mother(people.mediating(cast))

    with pytest.raises(Unfit):
        agree(case, cast, is_oral=is_oral)
    assert not Agreement.objects.exists()
    care.note_mandate(case, way="phone", by=cast.zhao, at=TUESDAY)
    agree(case, cast, is_oral=is_oral)

    assert Agreement.objects.get(case=case).is_oral is is_oral


def test_a_guardian_agrees_for_the_child(cast: Cast) -> None:
    case = for_mother(people.mediating(cast))
    Complainant.objects.filter(case=case).update(is_for_child=True)

    agree(Case.objects.with_parties().get(pk=case.pk), cast)

    assert Agreement.objects.filter(case=case).exists()


def test_an_officer_settles_on_nobodys_word_but_theirs_and_the_own_press_is_free(cast: Cast) -> None:
    case, offer = people.offered(cast)
    case = for_mother(case)
    word: dict[str, Any] = {"offer": offer, "text": "电话里说接受。", "at": TUESDAY}
    terms: dict[str, Any] = {"remedies": ["refund"], "sum_fen": 1, "perform_by_on": date(2026, 12, 1)}

    with pytest.raises(Unfit):
        negotiation.accept(case, **word, by=cast.zhao)
    with pytest.raises(Unfit):
        negotiation.counter(case, **word, **terms, by=cast.zhao)
    assert not Agreement.objects.exists()
    counter = negotiation.counter(case, **word, **terms, by=people.li(case))
    negotiation.accept(case, **word | {"offer": counter}, by=cast.zhao)

    assert Agreement.objects.get(case=case).sum_fen == 1


def test_once_they_agreed_an_officer_settles_on_the_agents_word(cast: Cast) -> None:
    case, offer = people.offered(cast)
    care.note_mandate(for_mother(case), way="phone", by=cast.zhao, at=TUESDAY)
    case.refresh_from_db()

    negotiation.accept(case, offer=offer, text="电话里说接受。", by=cast.zhao, at=TUESDAY)

    assert Agreement.objects.filter(case=case).exists()


@pytest.mark.parametrize("agrees", [False, True])
def test_whoever_holds_the_sheet_settles_no_sooner(cast: Cast, agrees: bool) -> None:
    case = for_mother(people.negotiating(cast))
    if agrees:
        care.note_mandate(case, way="visit", by=cast.zhao, at=TUESDAY)
    routing.assign(case, to=cast.county, by=cast.zhao, at=TUESDAY)
    sheet, _code = sheets.print_sheet(case, by=cast.zhao, at=TUESDAY)
    outcome = sheets.Outcome("退 268 元。", date(2026, 12, 1), 26_800)

    if agrees:
        assert sheets.settle(sheet, outcome, files=[], at=TUESDAY)
    else:
        with pytest.raises(Unfit):
            sheets.settle(sheet, outcome, files=[], at=TUESDAY)

    assert Agreement.objects.filter(case=case).exists() is agrees


def test_who_files_for_nobody_else_is_asked_nothing(zhao: Client, cast: Cast) -> None:
    case = people.mediating(cast)

    assert step_url(case, "mandate") not in zhao.get(case_url(case)).text
    with pytest.raises(Unfit):
        care.note_mandate(case, way="phone", by=cast.zhao, at=TUESDAY)
    agree(case, cast)


def test_the_own_tick_of_who_files_is_not_the_other_persons_word(cast: Cast) -> None:
    case = for_mother(people.mediating(cast))

    with pytest.raises(NotAllowed):
        care.note_mandate(case, way="phone", by=people.li(case), at=TUESDAY)
    assert mandates.is_missing(case)


@pytest.mark.parametrize("way", ["", "letter", "x" * 99])
def test_it_is_said_how_it_was_learnt(cast: Cast, way: str) -> None:
    with pytest.raises(Unfit):
        care.note_mandate(for_mother(people.mediating(cast)), way=way, by=cast.zhao, at=TUESDAY)


@pytest.mark.parametrize("child", [{}, {"is_for_child": "on"}])
def test_an_officer_writes_down_for_whom_it_is_and_a_guardian_needs_no_word_of_the_child(
    wang: Client, cast: Cast, child: dict[str, str]
) -> None:
    answers = ANSWERS | {"acts_for": MOTHER, "title": f"{MOTHER}的水壶漏电"} | child

    assert wang.post(reverse("desk-register"), answers).status_code == 302

    case = Case.objects.get()
    person = case.complainant
    assert (person.acts_for, person.is_for_child) == (MOTHER, bool(child))
    assert MOTHER not in case.title
    assert (NOT_YET in wang.get(case_url(case)).text) is not bool(child)
    assert mandates.is_missing(case) is not bool(child)


def test_the_filing_tells_who_is_fourteen_to_seventeen_what_to_do(client: Client, cast: Cast) -> None:
    walk(client, until="contact")

    assert "14 到 17 岁？可以自己投诉" in client.get(address("contact")).text
