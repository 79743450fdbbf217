"""The forms of a business in a proceeding: what they say, what they keep, and what stays open beside an appeal."""

import re
from datetime import datetime

import pytest
from django.urls import reverse

from huaihai.brands.conduct import verbs as conduct_verbs
from huaihai.brands.conduct.tests import cast as scene
from huaihai.brands.conduct.tests.browsing import one, send, text_of
from huaihai.brands.conduct.tests.cast import DAY, Cast
from huaihai.brands.models import Proceeding
from huaihai.desk.lives import NotPossible
from huaihai.supervision.tests.people import client_of


def main_of(page: str) -> str:
    return page.split("<main", 1)[1].split("</main>", 1)[0]


def suspended(cast: Cast, monkeypatch: pytest.MonkeyPatch, hour: dict[str, datetime]) -> Proceeding:
    """Two people have confirmed the suspension a day ago."""
    row = scene.fired(cast, monkeypatch, serious_cases=1)
    at = scene.until_deciding(row)
    scene.decided(cast, row, "confirm", at=at)
    hour["now"] = at + DAY
    return row


@pytest.mark.parametrize(
    "asked",
    [("appeal", "申诉", "提出申诉"), ("remedy", "说明整改情况", "提交整改情况")],
    ids=lambda asked: asked[0],
)
def test_a_form_says_what_it_is_what_it_sends_and_where_back_is(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, hour: dict[str, datetime], asked: tuple[str, str, str]
) -> None:
    key, title, button = asked
    row = suspended(cast, monkeypatch, hour)
    own, back = client_of(cast.people.holder), reverse("business-brand-proceeding", args=[row.pk])
    page = text_of(own, reverse(f"business-brand-{key}", args=[row.pk]))
    assert f"<title>{title} · " in page
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", page) == [title]
    assert f'<button class="btn" type="submit">{button}</button>' in page
    Proceeding.objects.filter(pk=row.pk).update(stage="ended", ended_at=hour["now"])
    closed = text_of(own, reverse(f"business-brand-{key}", args=[row.pk]))
    for shown in (page, closed):
        assert f'<a class="back" href="{back}">← {row.number}</a>' in shown
        assert f"<h1>{title}</h1>" in shown


def test_while_the_panel_works_it_can_be_said_what_was_remedied(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, hour: dict[str, datetime]
) -> None:
    row = suspended(cast, monkeypatch, hour)
    own, remedy = client_of(cast.people.holder), reverse("business-brand-remedy", args=[row.pk])
    appeal = reverse("business-brand-appeal", args=[row.pk])
    assert "整改" in main_of(text_of(own, appeal))  # it is said before it is sent
    send(own, appeal, text="不服", seen=row.version)
    row.refresh_from_db()
    assert remedy in text_of(own, reverse("business-brand-proceeding", args=[row.pk]))
    send(own, remedy, text="已经整改完毕", seen=row.version)
    row.refresh_from_db()
    assert (row.stage, row.remedied_at, conduct_verbs.matter_of(row)) == ("appealed", hour["now"], "")
    scene.panel_says(cast, row, "uphold", at=hour["now"])
    assert (row.stage, conduct_verbs.matter_of(row)) == ("remedy", conduct_verbs.RESTORATION)


def test_an_appeal_against_a_warning_promises_no_remedy(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, hour: dict[str, datetime]
) -> None:
    row = scene.fired(cast, monkeypatch, broken_promises=1)
    at = scene.until_deciding(row)
    scene.decided(cast, row, "warn", at=at)
    hour["now"] = at + DAY
    appeal = reverse("business-brand-appeal", args=[row.pk])
    assert "整改" not in main_of(text_of(client_of(cast.people.holder), appeal))
    scene.appealed(cast, row, at=at + DAY)
    with pytest.raises(NotPossible):
        conduct_verbs.remedy(row, text="已经整改", by=cast.people.holder, at=at + DAY)


def test_staff_read_a_proceeding_after_its_appeal(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, hour: dict[str, datetime]
) -> None:
    row = suspended(cast, monkeypatch, hour)
    seats = scene.appealed(cast, row, at=hour["now"])
    for actor in (cast.people.office, cast.people.auditor, scene.actor_of(seats[0])):
        page = text_of(client_of(actor), one(row))
        assert "请复核" in page
        assert "理由充分" in page


@pytest.mark.parametrize("key", ["appeal", "remedy"])
def test_what_is_too_long_is_refused_in_words_and_never_cut(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, hour: dict[str, datetime], key: str
) -> None:
    row = suspended(cast, monkeypatch, hour)
    own, url = client_of(cast.people.holder), reverse(f"business-brand-{key}", args=[row.pk])
    asked = re.findall(r"<textarea[^>]*>", text_of(own, url))
    assert len(asked) == 1
    assert "maxlength" not in asked[0]  # a browser cuts what is pasted without a word
    assert "2000" in main_of(text_of(own, url))
    typed = "字" * 29_999 + "尾"
    answer = own.post(url, {"text": typed, "seen": row.version})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "内容太长" in page or "太长" in page
    assert typed in page
    assert row.statements.filter(kind=key).count() == 0


def test_nobody_reads_that_an_appeal_is_possible_once_its_time_is_over(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, hour: dict[str, datetime]
) -> None:
    row = scene.fired(cast, monkeypatch, broken_promises=1)
    scene.decided(cast, row, "warn", at=scene.until_deciding(row))
    own, url = client_of(cast.people.holder), reverse("business-brand-proceeding", args=[row.pk])
    assert row.appeal_until is not None
    hour["now"] = scene.at_night(row.appeal_until) - DAY
    assert "可以申诉" in main_of(text_of(own, url))
    hour["now"] = scene.at_night(row.appeal_until)
    scene.night(hour["now"])
    assert "可以申诉" not in main_of(text_of(own, url))
