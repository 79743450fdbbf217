"""A case is copied out for another platform on one page, and what it got there is kept."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai import alliance
from huaihai.cases import elsewhere
from huaihai.cases.bridge import facts
from huaihai.cases.elsewhere import Number
from huaihai.cases.models import Case, ElsewhereNumber
from huaihai.cases.tests.at_the_desk import NOW, case_url
from huaihai.kit.clock import local_day
from huaihai.law import platforms
from huaihai.law.platforms import Field
from huaihai.record import events
from tests import cast as people
from tests.reading import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
PLATFORMS = list(platforms.platforms())


def page_of(case: Case, platform: str = "12315") -> str:
    return reverse("desk-copy-out", args=[case.pk, platform])


@pytest.fixture
def case(cast: people.Cast) -> Case:
    return people.filed().case


def look(client: Client, case: Case, platform: str = "12315", **more: str) -> Any:
    """Press the button of the page that opens what is personal."""
    sent = {"text": "录入", "copy_out": platform, **more}
    return client.post(reverse("desk-unmasking", args=[case.pk]), sent)


def test_the_platforms_are_those_of_which_cases_keep_numbers() -> None:
    assert [*PLATFORMS, "other"] == [str(value) for value in ElsewhereNumber.Platform.values]
    assert set(alliance.load().entering) <= set(PLATFORMS)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_who_complains_is_masked_until_the_look_stands_in_the_record(
    wang: Client, cast: people.Cast, case: Case, platform: str
) -> None:
    masked = wang.get(page_of(case, platform)).text
    looked = look(wang, case, platform)
    page = wang.get(looked.url).text

    assert people.PHONE not in masked
    assert looked.url == page_of(case, platform)
    assert f'value="{people.PHONE}"' in page
    assert "买来第三天就漏电" in page
    last = events.history(case.record_key).filter(verb="unmasked").get()
    assert (last.by, last.text) == (cast.wang.key, "录入")


def test_fields_stand_in_their_order_with_our_values_in_chinese(wang: Client, case: Case) -> None:
    look(wang, case)
    wang.cookies["language"] = "en"
    fields = {one.name: one for one in wang.get(page_of(case)).context["fields"]}

    assert list(fields) == [field.name for field in platforms.platforms()["12315"].fields]
    assert fields["goods"].value == "家用电子电器"
    assert fields["bought_on"].value == "2026-11-21"
    assert fields["business_name"].value == "Kettle shop (test)"


def test_nobody_has_seen_the_form_and_the_page_says_so(wang: Client, case: Case) -> None:
    page = wang.get(page_of(case)).text

    assert "还没有人" in page
    assert "文书式样1" in page


def test_what_it_takes_no_more_of_is_left_out_and_counted() -> None:
    field = facts.Copied("story", "事实依据", "一二三四五", 3, is_masked=False)
    unknown = facts.Copied("story", "事实依据", "一二三四五", None, is_masked=False)

    assert (field.value, field.left_out) == ("一二三", 2)
    assert (unknown.value, unknown.left_out) == ("一二三四五", 0)


def test_the_page_gives_the_cut_text_and_says_what_is_missing(
    wang: Client, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(wang, case)
    small = platforms.Platform(
        code="12315",
        fields=(Field("story", "事实依据", 4),),
        columns={},
        source="made up",
        sureness=platforms.platforms()["12315"].sureness,
        is_seen=True,
    )
    monkeypatch.setattr(platforms, "platforms", lambda: {"12315": small})

    page = wang.get(page_of(case)).text

    assert "\n买来第三</textarea>" in page
    assert "那边最多填 4 个字" in page
    assert "还没有人" not in page


def test_number_and_day_are_kept_by_one_button(wang: Client, case: Case) -> None:
    sent = {"seen": fresh(case).version, "number": "T-1", "due_on": "2026-12-01"}
    done = wang.post(page_of(case), sent)

    assert done.url == case_url(case)
    assert [(one.platform, one.number, str(one.due_on)) for one in case.elsewhere.all()] == [
        ("12315", "T-1", "2026-12-01")
    ]
    page = wang.get(page_of(case))
    assert page.context["form"]["number"].value() == "T-1"


def test_another_number_of_the_same_platform_takes_its_place_and_the_others_stay(
    wang: Client, cast: people.Cast, case: Case
) -> None:
    day = local_day(NOW)
    numbers = [Number("12345", "A", day), Number("cca315", "B")]
    elsewhere.keep(case, numbers, by=cast.wang, at=NOW)

    wang.post(page_of(case, "cca315"), {"seen": fresh(case).version, "number": "C", "due_on": ""})

    assert elsewhere.numbers_of(case) == [Number("12345", "A", day), Number("cca315", "C")]


def test_bad_answers_lose_nothing(wang: Client, case: Case) -> None:
    version = fresh(case).version
    empty = wang.post(page_of(case), {"seen": version, "number": "", "due_on": "2026-12-01"})
    far = wang.post(page_of(case), {"seen": version, "number": "T-1", "due_on": "2036-12-01"})
    moved = wang.post(page_of(case), {"seen": version - 1, "number": "T-1", "due_on": ""})

    assert (empty.status_code, far.status_code, moved.status_code) == (200, 200, 409)
    assert 'value="2026-12-01"' in empty.text
    assert 'value="T-1"' in far.text
    assert 'value="T-1"' in moved.text
    assert not case.elsewhere.exists()


def test_only_the_body_that_has_the_case_copies_it_out(wang: Client, zhao: Client, case: Case) -> None:
    assert zhao.get(page_of(case)).status_code == 404
    assert wang.get(page_of(case, "other")).status_code == 404
    assert wang.get(page_of(people.draft())).status_code == 404


def test_whoever_comes_from_the_list_goes_back_to_it(wang: Client, case: Case) -> None:
    way = page_of(case, "cca315")
    looked = look(wang, case, "cca315", **{"from": "list"})
    done = wang.post(f"{way}?from=list", {"seen": fresh(case).version, "number": "C", "due_on": ""})

    assert looked.url == f"{way}?from=list"
    assert done.url == f"{reverse('desk')}?scope=own&elsewhere=not-entered"
