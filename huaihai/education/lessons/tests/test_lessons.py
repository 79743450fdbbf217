"""A lesson is read, answered before and after, and what was learned is counted without names."""

from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from huaihai.alliance import AllianceDataError
from huaihai.education import loading
from huaihai.education.lessons import pages as lessons_pages
from huaihai.education.lessons import texts
from huaihai.education.models import LessonAnswer, Publication
from tests.posts import AT, PROGRAM, load_tree, post_at, sign_in

pytestmark = pytest.mark.django_db
SLUG = "prepaid-gym"
TODAY = date(2026, 11, 26)


@pytest.fixture
def gym(monkeypatch: pytest.MonkeyPatch) -> Publication:
    few = [
        text for text in texts.read_all() if text.slug in (SLUG, "refund-call-scam", "seeds-before-sowing")
    ]
    monkeypatch.setattr(texts, "read_all", lambda: iter(few))
    loading.load_lessons(by=PROGRAM, at=AT)
    return Publication.objects.select_related("shown__lesson").get(slug=SLUG)


def test_loading_again_changes_nothing_and_no_lesson_takes_the_name_of_a_text_on_rights(
    gym: Publication,
) -> None:
    again = loading.load_lessons(by=PROGRAM, at=AT)
    assert (again.new, again.revised) == (0, 0)
    assert again.unchanged == Publication.objects.filter(kind=Publication.Kind.LESSON).count()
    Publication.objects.filter(slug=SLUG).update(kind=Publication.Kind.RIGHTS)
    with pytest.raises(AllianceDataError, match=SLUG):
        loading.load_lessons(by=PROGRAM, at=AT)


def test_the_library_shows_lessons_by_stage_of_life_and_month_and_staff_what_they_do(
    gym: Publication, client: Client
) -> None:
    for path, is_there in (
        ("", True),
        ("?stage=worker", True),
        ("?stage=farmer", False),
        ("calendar/", True),
    ):
        assert (gym.title in client.get(f"/lessons/{path}").content.decode()) == is_there, path
    load_tree()
    assert client.get("/office/lessons/").status_code == 302
    sign_in(client, post_at("city:320300").account)
    assert gym.title in client.get("/office/lessons/").content.decode()


def test_a_lesson_asks_before_and_after_says_what_is_right_and_the_first_answer_counts(
    gym: Publication, client: Client
) -> None:
    lesson, address = gym.current.lesson, f"/lessons/{SLUG}/"
    wrong = (lesson.answer + 1) % len(lesson.choices)
    assert lesson.why not in client.get(address).content.decode()
    for moment, choice in (("before", wrong), ("after", lesson.answer)):
        for said in (choice, 1 - choice, "9", "", "x"):
            answered = client.post(f"{address}answers/", {"moment": moment, "choice": said})
            assert answered.status_code == 302
    client.post(f"{address}answers/", {"moment": "never", "choice": "1"})
    assert client.get(f"{address}answers/").status_code == 302
    page = client.get(address).content.decode()
    assert lesson.why in page
    assert "您学到了" in page
    kept = LessonAnswer.objects.get()
    assert (kept.before, kept.after) == (wrong, lesson.answer)


def test_shares_are_told_from_twenty_readers_on(gym: Publication) -> None:
    version = gym.current
    right, wrong = version.lesson.answer, (version.lesson.answer + 1) % 3
    for reader in range(lessons_pages.FEWEST_SHOWN):
        name = uuid4()
        before = right if reader < 5 else wrong
        lessons_pages.keep_answer(version, reader=name, moment="before", choice=before, on=TODAY)
        assert not lessons_pages.learned_from(version).is_shown
        lessons_pages.keep_answer(version, reader=name, moment="after", choice=right, on=TODAY)

    found = lessons_pages.learned_from(version)
    assert (found.readers, found.right_before, found.right_after, found.is_shown) == (20, 5, 20, True)
