"""Two filters of the list of cases: not yet entered where it must be, and where another platform waits."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.cases import elsewhere
from huaihai.cases.bridge import entering
from huaihai.cases.bridge.entering import Platform
from huaihai.cases.elsewhere import Number
from huaihai.cases.models import Case
from huaihai.cases.tests.at_the_desk import NOW
from huaihai.cases.tests.test_case_list import shown
from huaihai.kit import keyset
from huaihai.kit.clock import local_day
from tests import cast as people
from tests.reading import queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
MISSING, WAITING = "?scope=own&elsewhere=not-entered", "?scope=own&elsewhere=due-there"
TODAY = local_day(NOW)


def numbered(cast: people.Cast, *numbers: Number) -> Case:
    case = people.filed(NOW - timedelta(hours=1)).case
    elsewhere.keep(case, numbers, by=cast.wang, at=NOW)
    return case


def test_a_case_is_missing_until_it_has_a_number_of_the_platform(cast: people.Cast, wang: Client) -> None:
    there = numbered(cast, Number("cca315", "C-1"))
    elsewhere_only = numbered(cast, Number("12345", "A-1"))

    assert shown(wang, MISSING) == [elsewhere_only]
    page = wang.get(f"{reverse('desk')}{MISSING}").text
    assert f"{reverse('desk-copy-out', args=[elsewhere_only.pk, 'cca315'])}?from=list" in page
    assert "未录入消协 315 平台" in page
    assert there.title in wang.get(f"{reverse('desk')}?scope=own").text


def test_what_the_regulator_entrusted_is_at_12315(
    cast: people.Cast, wang: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = numbered(cast)
    monkeypatch.setattr("huaihai.cases.bridge.entering.required", lambda: [Platform.REGULATOR])
    assert shown(wang, MISSING) == [case]

    Case.objects.filter(pk=case.pk).update(regulator_number="R-1")
    assert shown(wang, MISSING) == []


def test_without_a_platform_there_is_no_such_filter(
    cast: people.Cast, wang: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = numbered(cast)
    monkeypatch.setattr("huaihai.cases.bridge.entering.required", list)

    assert shown(wang, MISSING) == [case], "as if nothing was asked"
    assert "not-entered" not in wang.get(f"{reverse('desk')}?scope=own").text


def test_what_another_platform_wants_first_stands_first(cast: people.Cast, wang: Client) -> None:
    later = numbered(cast, Number("12345", "A-1", TODAY + timedelta(days=9)))
    first = numbered(cast, Number("12315", "B-1", TODAY + timedelta(days=2)), Number("12345", "A-2"))
    numbered(cast, Number("12345", "A-3"))
    ended = numbered(cast, Number("12345", "A-4", TODAY))
    Case.objects.filter(pk=ended.pk).update(stage="withdrawn", ended_at=NOW)

    assert shown(wang, WAITING) == [first, later]
    rows = wang.get(f"{reverse('desk')}{WAITING}").context["table"].rows
    assert [str(row.cells[0].words) for row in rows] == ["11 月 26 日", "12 月 3 日"], "its day, not ours"
    assert [list(row.cells[1].lines) for row in rows] == [["12315"], ["12345"]]


def test_it_goes_on_behind_the_last_row(cast: people.Cast) -> None:
    cases = [numbered(cast, Number("12345", f"A-{n}", TODAY + timedelta(days=n))) for n in range(5)]
    rows = entering.due_there(Case.objects.visible_to(cast.wang))

    first = keyset.page_of(rows, {}, per_page=2)
    second = keyset.page_of(rows, {"after": first.after}, per_page=2)

    assert [*first.rows, *second.rows] == [case.pk for case in cases[:4]]


@pytest.mark.parametrize("query", [MISSING, WAITING])
def test_more_cases_ask_no_more(cast: people.Cast, wang: Client, query: str) -> None:
    due: list[Any] = [Number("12345", "A-1", TODAY)]
    numbered(cast, *due)
    before = queries_of(wang, f"{reverse('desk')}{query}")
    for _n in range(3):
        numbered(cast, *due)

    assert queries_of(wang, f"{reverse('desk')}{query}") == before
