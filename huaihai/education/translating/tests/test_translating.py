"""Texts in traditional characters and in English: generated or written, reviewed, shown, and void for a new version."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huaihai.desk.lives import Moved, NotAllowed
from huaihai.education.importing.tests.office_cast import desk
from huaihai.education.models import Publication, Translation
from huaihai.education.tests.one_voice_cast import a_warning, an_update
from huaihai.education.tests.procedure_cast import AT, Cast, assemble
from huaihai.education.translating import FIELDS, reading
from huaihai.education.translating import verbs as translating_verbs
from huaihai.kit import clock
from huaihai.kit.text.scripts import to_traditional

pytestmark = pytest.mark.django_db
ENGLISH = {
    "title": "Two batches of kettles may give shocks: stop using them",
    "summary": "DS-15 kettles, batches A100–A199 and B7.",
    "what": "The base is not insulated well enough.",
    "harms": "Homes with children and old people above all.",
    "to_do": "Pull the plug.\nLook for the batch number.\nReturn it to the shop.",
    "to_turn": "The consumer association of your city; 120 in an emergency.",
    "places": "Shops in Xuzhou and Suzhou, and online",
    "evidence": "3 of 20 samples leaked current.",
    "body": "## How to tell\n\nThe batch number is on the **base**.",
}


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def cast() -> Cast:
    return assemble()


def page(publication: Publication, language: str) -> str:
    client = Client()
    client.cookies["language"] = language
    return client.get(publication.get_absolute_url()).content.decode()


def url(name: str, publication: Publication, language: str) -> str:
    return reverse(name, args=[publication.current.pk, language])


def test_a_reading_has_every_name_of_its_version_and_traditional_characters_are_generated_for_all() -> None:
    publication = a_warning()
    version = publication.current
    with CaptureQueriesContext(connection) as seen:
        read = reading(version, "zh-hans")
    assert len(seen) == 0
    assert (read.state, read.language) == ("original", "zh-Hans")
    for name in (*FIELDS, "severity", "basis", "mark"):
        assert getattr(read, name) == getattr(version, name)
    with pytest.raises(AttributeError):
        _ = read.nothing_like_this
    shown = page(publication, "zh-hant")
    for words in ("兩批電水壺可能漏電", "底座絕緣不合格", "先拔掉插頭", "批號印在壺底", "由簡體自動轉換"):
        assert words in shown
    assert 'lang="zh-Hant"' in shown
    assert "两批电水壶" not in shown.split("<main")[1].split("</main>")[0]


def test_reviewed_words_take_the_place_of_generated_ones_until_the_text_changes(cast: Cast) -> None:
    publication = a_warning()
    author = desk(cast)
    address = url("office-translation", publication, "zh-hant")
    form = author.get(address).content.decode()
    assert "兩批電水壺" in form
    words = dict.fromkeys(FIELDS, "改過的字") | {"title": "兩批電熱水壺可能漏電"}
    assert author.post(address, {"seen": 0, **words}).status_code == 302
    assert "電熱水壺" not in page(publication, "zh-hant")
    review = url("office-translation-review", publication, "zh-hant")
    assert author.post(review, {"seen": 1}).status_code == 409  # it says something else than what was signed
    desk(cast, "second").post(review, {"seen": 1})
    shown = page(publication, "zh-hant")
    assert "兩批電熱水壺可能漏電" in shown
    assert "自動轉換後經工作人員審校" in shown
    updated = an_update(Publication.objects.get(pk=publication.pk), title="三批电水壶可能漏电")
    assert "三批電水壺可能漏電" in page(updated, "zh-hant")


def test_other_characters_for_the_same_words_need_no_second_person_and_the_second_at_once_is_told(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = a_warning().current
    words = {name: to_traditional(getattr(version, name)) for name in FIELDS}
    translating_verbs.keep(version, "zh-Hant", words, seen=0, by=cast.author, at=AT)
    assert translating_verbs.review(version, "zh-Hant", seen=1, by=cast.author, at=AT).is_reviewed
    not_there_yet = Translation(version=version, language="zh-Hant", turn=0)
    monkeypatch.setattr(translating_verbs, "_locked", lambda *_asked: not_there_yet)
    with pytest.raises(Moved):
        translating_verbs.keep(version, "zh-Hant", words, seen=0, by=cast.second, at=AT)
    assert Translation.objects.get().written_by == cast.author.key


def test_english_is_shown_after_a_second_person_has_reviewed_it(cast: Cast) -> None:
    publication = a_warning()
    before = page(publication, "en")
    assert "This text is in Chinese only" in before
    assert all(words in before for words in ("warning", "Xuzhou", "danger to health or great loss"))
    author, second = desk(cast), desk(cast, "second")
    author.post(url("office-translation", publication, "en"), {"seen": 0, **ENGLISH})
    review = url("office-translation-review", publication, "en")
    assert author.post(review, {"seen": 1}).status_code == 409
    assert "This text is in Chinese only" in page(publication, "en")
    assert "/review/" not in author.get(url("office-translation", publication, "en")).content.decode()
    assert "/review/" in second.get(url("office-translation", publication, "en")).content.decode()
    second.post(review, {"seen": 1})
    shown = page(publication, "en")
    assert all(words in shown for words in (ENGLISH["title"], "Pull the plug.", "<strong>base</strong>"))
    assert 'lang="en"' in shown
    row = Translation.objects.get()
    assert row.reviewed_by != row.written_by


def test_words_written_again_need_a_review_again_and_a_title(cast: Cast) -> None:
    version = a_warning().current
    row = translating_verbs.keep(version, "en", ENGLISH, seen=0, by=cast.author, at=AT)
    with pytest.raises(NotAllowed):
        translating_verbs.review(version, "en", seen=row.turn, by=cast.author, at=AT)
    row = translating_verbs.review(version, "en", seen=row.turn, by=cast.second, at=AT)
    assert reading(version, "en").state == "reviewed"
    row = translating_verbs.keep(
        version, "en", ENGLISH | {"what": "Other words."}, seen=row.turn, by=cast.third, at=AT
    )
    assert reading(version, "en").state == "missing"
    with pytest.raises(Moved):
        translating_verbs.review(version, "en", seen=1, by=cast.second, at=AT)
    refused = desk(cast).post(
        reverse("office-translation", args=[version.pk, "en"]), {"seen": row.turn, "what": "x"}
    )
    assert (refused.status_code, Translation.objects.get().turn) == (200, row.turn)


def test_a_new_version_starts_from_the_english_of_the_parts_that_stayed_for_those_who_work_on_it(
    cast: Cast,
) -> None:
    publication = a_warning()
    publication.publisher = cast.author.organisation
    publication.save()
    translating_verbs.keep(publication.current, "en", ENGLISH, seen=0, by=cast.author, at=AT)
    address = url("office-translation", an_update(publication, what="四批电水壶漏电。"), "en")
    form = desk(cast).get(address).content.decode()
    assert ENGLISH["to_turn"] in form
    assert ENGLISH["what"] not in form
    for who, status in (("over_there", 200), ("other", 404), ("auditor", 404)):
        assert desk(cast, who).get(address).status_code == status, who
    assert desk(cast).get(address.replace("/en/", "/fr/")).status_code == 404


def test_the_list_says_how_every_text_stands_in_the_same_number_of_queries(cast: Cast) -> None:
    author, counts = desk(cast), []
    for number in range(3):
        a_warning(slug=f"w-{number}")
        with CaptureQueriesContext(connection) as seen:
            shown: Any = author.get(reverse("office-translations"))
        counts.append(len(seen))
    assert "自动转换" in shown.content.decode()
    assert counts[1] == counts[2]
