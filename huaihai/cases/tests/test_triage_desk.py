"""The same tree at the desk: a caller's sentence gives cards, one fills the form in; a consultation gets its answer."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.cases.models import Case, Consultation
from huaihai.cases.tests import triage_tree
from huaihai.cases.tests.test_confirming import ANSWERS
from huaihai.cases.tests.triage_tree import SHOP, WAGES
from huaihai.cases.triage import beside
from huaihai.law.triage.cards import Card
from huaihai.law.triage.finding import Found
from huaihai.record import events
from tests import cast as people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
STORY = "健身房关门了，卡里的钱不退"


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    def find(_text: str, *, most: int) -> list[Found]:
        return [Found(card, 1.0) for card in (WAGES, SHOP)][:most]

    monkeypatch.setattr(beside, "tree", triage_tree.small_tree)
    monkeypatch.setattr(beside, "find", find)


def register(client: Client, **typed: Any) -> Any:
    form = client.get(reverse("desk-register")).context["form"]
    return client.post(reverse("desk-register"), ANSWERS | {"key": form["key"].value()} | typed)


def test_a_story_gives_cards_while_it_is_typed(wang: Client) -> None:
    answer = wang.post(reverse("desk-register-found"), {"story": STORY}).text
    assert answer.count('name="choose_problem"') == 2
    for words in ('data-nature="N06"', 'data-category="S06"', 'data-remedies="refund"', SHOP.title.zh):
        assert words in answer
    assert 'name="choose_problem"' not in wang.post(reverse("desk-register-found"), {"story": "卡"}).text


def test_a_chosen_card_fills_the_form_without_a_script_and_says_what_holds(wang: Client) -> None:
    page = register(wang, story=STORY, choose_problem=SHOP.id, nature="", category="", remedies=["repair"])
    form = page.context["form"]
    values = {name: form[name].value() for name in ("problem", "nature", "category", "remedies", "story")}
    assert values == {
        "problem": SHOP.id,
        "nature": "N06",
        "category": "S06",
        "remedies": ["refund"],
        "story": STORY,
    }
    assert "该退的都要退" in page.text
    assert not Case.objects.exists()


def test_a_category_among_the_cards_trades_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    card: Card = triage_tree.a_card("two.trades", nature="N06", trades=["S01", "S06"])
    assert [beside.category_for(card, typed) for typed in ("S06", "G01", "")] == ["S06", "S01", "S01"]


def test_what_is_not_ours_stands_with_its_number(wang: Client) -> None:
    answer = wang.post(reverse("desk-register-found"), {"story": STORY, "problem": WAGES.id}).text
    assert "12333" in answer
    assert 'aria-pressed="true"' in answer


@pytest.mark.parametrize(
    ("problem", "kept", "labels"),
    [(SHOP.id, SHOP.id, 1), (WAGES.id, WAGES.id, 0), ("", "", 0), ("no.such", "", 0)],
)
def test_the_card_is_kept_and_a_change_of_it_is_a_label(
    wang: Client, problem: str, kept: str, labels: int
) -> None:
    assert register(wang, story=STORY, problem=problem, save="1").status_code == 302
    case = Case.objects.get()
    assert case.problem == kept
    assert ("该退的都要退" in wang.get(reverse("desk-case", args=[case.pk])).text) == (kept == SHOP.id)
    written = [event.facts for event in events.history(case.record_key) if event.verb == "problem_chosen"]
    assert written == [{"problem": SHOP.id, "found": WAGES.id}] * labels
    assert (
        "登记时选的不是系统排第一的那种情况" in wang.get(reverse("desk-case", args=[case.pk])).text
        or not labels
    )


def test_a_consultation_gets_its_answer_and_is_saved(wang: Client, cast: people.Cast) -> None:
    new = reverse("desk-consultation-new")
    looked = wang.post(new, {"question": STORY, "look": "1"})
    assert SHOP.title.zh in looked.text
    assert looked.context["form"]["question"].value() == STORY
    chosen = wang.post(new, {"question": STORY, "channel": "phone", "choose_problem": SHOP.id})
    form = chosen.context["form"]
    assert form["category"].value() == "S06"
    assert SHOP.answer.zh in form["answer"].value()
    assert not Consultation.objects.exists()

    other = {name: form[name].value() for name in ("question", "answer", "category", "channel", "problem")}
    changed = wang.post(new, other | {"choose_problem": WAGES.id}).context["form"]
    assert WAGES.answer.zh in changed["answer"].value()
    own = wang.post(new, other | {"answer": "我自己说的", "choose_problem": WAGES.id}).context["form"]
    assert own["answer"].value() == "我自己说的"

    assert wang.post(new, other | {"save": "1"}).status_code == 302
    assert SHOP.answer.zh in Consultation.objects.get().answer


def test_the_part_beside_a_consultation_is_asked_by_its_page(wang: Client) -> None:
    answer = wang.post(reverse("desk-consultation-found"), {"question": STORY, "problem": SHOP.id})
    assert "该退的都要退" in answer.text
    assert wang.get(reverse("desk-consultation-found")).status_code == 405
