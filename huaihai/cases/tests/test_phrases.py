"""Phrases: each body's own and the alliance's, put into a text without losing a word, changed by their body alone."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai import alliance
from huaihai.cases.models import Phrase
from huaihai.cases.phrases import verbs
from huaihai.cases.tests.at_the_desk import NOW, step_url
from huaihai.desk.lives import Unfit
from tests import cast as people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


def saved(cast: people.Cast, title: str = "约时间", text: str = "我们另约时间调解。") -> Phrase:
    return verbs.save(None, title=title, text=text, by=cast.zhao, at=NOW)


def test_a_phrase_goes_into_the_text_and_what_was_typed_stays(zhao: Client, cast: people.Cast) -> None:
    case, phrase = people.mediating(cast), saved(cast)
    page = zhao.post(
        step_url(case, "sessions"),
        {
            "seen": case.version,
            "held_on": "2026-11-23",
            "minutes": "双方到场。",
            "insert": "1",
            "phrase": str(phrase.pk),
            "into": "minutes",
        },
    )
    assert page.status_code == 200
    form = page.context["form"]
    assert form["minutes"].value() == "双方到场。\n我们另约时间调解。"
    assert not form.errors
    assert 'value="2026-11-23"' in page.text
    case.refresh_from_db()
    assert case.version == int(form["seen"].value())


@pytest.mark.parametrize(
    "asked",
    [
        {"phrase": "nothing", "into": "minutes"},
        {"phrase": "alliance-0", "into": "seen"},
        {"phrase": "alliance-0", "into": "nothing"},
        {},
    ],
)
def test_what_fits_nothing_changes_nothing(zhao: Client, cast: people.Cast, asked: dict[str, Any]) -> None:
    case = people.mediating(cast)
    page = zhao.post(
        step_url(case, "sessions"), {"seen": case.version, "minutes": "x", "insert": "1", **asked}
    )
    assert page.status_code == 200
    assert page.context["form"]["minutes"].value() == "x"


def test_sums_and_ticks_stay_too(zhao: Client, cast: people.Cast) -> None:
    case = people.mediating(cast)
    page = zhao.post(
        step_url(case, "agreement"),
        {
            "seen": case.version,
            "terms": "",
            "sum_fen": "268.50",
            "is_oral": "on",
            "insert": "1",
            "phrase": "alliance-0",
            "into": "terms",
        },
    )
    assert page.context["form"]["terms"].value() == alliance.load().papers.phrases[0].text
    assert 'value="268.50"' in page.text
    assert "checked" in page.text


def test_a_paper_takes_phrases_too(zhao: Client, cast: people.Cast) -> None:
    case = people.mediating(cast)
    url = reverse("paper-new", args=[case.pk, "approval"])
    form = zhao.get(url).context["form"]
    typed = {
        "seen": case.version,
        "paper_id": form["paper_id"].value(),
        "on": "2026-11-24",
        "opinion": "拟同意。",
    }
    page = zhao.post(url, {**typed, "insert": "1", "phrase": "alliance-0", "into": "opinion"})
    words = f"拟同意。\n{alliance.load().papers.phrases[0].text}"
    assert page.context["form"]["opinion"].value() == words
    assert str(page.context["form"]["paper_id"].value()) == str(form["paper_id"].value())
    assert "2026年11月24日" in page.text


def test_a_body_writes_changes_and_takes_away_its_own(zhao: Client, wang: Client, cast: people.Cast) -> None:
    url = reverse("phrases")
    assert zhao.post(url, {"seen": 0, "title": "约时间", "text": "另约时间。"}).status_code == 302
    held = Phrase.objects.get()
    assert held.organisation == cast.lead
    assert "另约时间。" in zhao.get(url).text
    assert "另约时间。" not in wang.get(url).text
    one = reverse("phrase", args=[held.pk])
    assert wang.get(one).status_code == 404
    assert zhao.post(one, {"seen": 1, "title": "约时间", "text": "改天再约。"}).status_code == 302
    stale = zhao.post(one, {"seen": 1, "title": "约时间", "text": "留着"})
    assert stale.status_code == 409
    assert "留着" in stale.text
    assert wang.post(reverse("phrase-removal", args=[held.pk]), {"seen": 2}).status_code == 404
    assert zhao.post(reverse("phrase-removal", args=[held.pk]), {"seen": 2}).status_code == 302
    assert not Phrase.objects.exists()


def test_a_title_is_there_once_and_a_hundred_are_enough(
    cast: people.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = saved(cast)
    with pytest.raises(Unfit):
        saved(cast)
    monkeypatch.setattr(verbs, "MOST", 1)
    with pytest.raises(Unfit):
        saved(cast, title="另一条")
    assert verbs.save(held, title="约时间", text="改了。", by=cast.zhao, at=NOW).version == 2


def test_the_alliances_phrases_name_nobody_and_are_short() -> None:
    shared = alliance.load().papers.phrases
    assert 0 < len(shared) <= 100
    assert all(one.title and one.text and len(one.title) <= 30 for one in shared)
