"""Retention is done by night: on the day after the last one, never while a room holds the file, and with brakes."""

from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from huaihai import cli
from huaihai.cases.models import Case, Complainant, Evidence
from huaihai.cases.search import indexing
from huaihai.cases.tests.test_package import FILM, add
from huaihai.cases.verbs import emptying, erasing, fulfilment
from huaihai.front.health import findings
from huaihai.front.operating import readiness
from huaihai.kit import clock, computed
from huaihai.kit.clock import local_day, local_moment
from huaihai.kit.filestore import keeping as files
from huaihai.law.limits import Unit
from huaihai.law.sureness import Sureness
from huaihai.members.models import AdoptedClock, Role
from huaihai.record import due, events, keeping
from huaihai.record.log import sequencing
from huaihai.record.verify import commitments
from tests import cast as people
from tests.cast import Cast
from tests.posts import post_at
from tests.reading import browser

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
HOLD = "huaihai.compensation.claims.doors.hold"


@pytest.fixture
def cast(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Cast:
    cache.clear()
    settings.FILES = tmp_path / "files"
    monkeypatch.setattr(clock, "now", lambda: people.TUESDAY)
    return people.assemble()


@pytest.fixture
def case(cast: Cast) -> Case:
    """Withdrawn on a Tuesday, with an offer and a film."""
    case, _offer = people.offered(cast)
    add(case, "监控.mp4", FILM, party="consumer", by=people.li(case))
    fulfilment.withdraw(case, by=people.li(case), at=people.TUESDAY)
    return Case.objects.get(pk=case.pk)


def last_day(case: Case) -> date:
    until = erasing.erasable(case, today=local_day(people.TUESDAY)).kept_until
    assert until is not None
    return until


def night(day: date) -> int:
    """What falls due about this alone, on that day; how many acts."""
    at = local_moment(day, time(0, 5))
    acts = list(emptying.due_acts(at))
    for act in acts:
        act()
    return len(acts)


def is_empty(case: Case) -> bool:
    held = Case.objects.get(pk=case.pk)
    return not (held.receipt_hash or held.story or Evidence.objects.filter(case=case).exists())


def test_on_the_last_day_it_stays_and_on_the_next_it_goes(case: Case) -> None:
    until = last_day(case)

    assert night(until - timedelta(days=1)) == 0
    assert night(until) == 0
    assert not is_empty(case)

    assert night(until + timedelta(days=1)) == 1
    assert is_empty(case)
    person = Complainant.objects.get(case=case)
    assert not any((person.name, person.phone, person.phone_index))
    assert Case.objects.get(pk=case.pk).title == erasing.ERASED
    assert events.history(case.record_key).last().verb == "file_emptied"  # type: ignore[union-attr]
    assert night(until + timedelta(days=2)) == 0


def test_it_falls_due_with_everything_else(case: Case) -> None:
    at = local_moment(last_day(case) + timedelta(days=1), time(0, 5))

    due.fall_due(at=at, brake=None)

    assert is_empty(case)


def test_chain_and_rows_still_fit(case: Case) -> None:
    sequencing.sequence_all()
    night(last_day(case) + timedelta(days=1))
    sequencing.sequence_all()
    indexing.index_some(at=people.TUESDAY)

    assert events.broken_at(case.record_key) is None
    assert commitments.altered([case.record_key]) == []


def test_a_file_that_a_room_holds_stays_until_it_lets_go(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HOLD, lambda _case: "money moves")
    day = last_day(case) + timedelta(days=1)

    night(day)

    assert not is_empty(case)
    assert emptying.last() == {}
    monkeypatch.undo()
    computed.cache.clear()
    night(day + timedelta(days=1))
    assert is_empty(case)


def test_a_case_that_is_open_again_stays(case: Case) -> None:
    day = last_day(case) + timedelta(days=1)
    Case.objects.filter(pk=case.pk).update(stage="mediating", ended_at=None)

    assert night(day) == 0
    assert not is_empty(case)


def copies(case: Case, count: int) -> list[Case]:
    """As many more that ended like it."""
    made = []
    for number in range(count):
        more = people.filed(people.TUESDAY + timedelta(minutes=number), title=f"另一件{number}").case
        fulfilment.withdraw(more, by=people.li(more), at=people.TUESDAY + timedelta(hours=1))
        made.append(more)
    return made


def test_so_many_a_night_and_the_longest_over_first(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    others = copies(case, 2)
    monkeypatch.setattr(emptying, "MOST_A_NIGHT", 1)
    day = last_day(case) + timedelta(days=1)

    night(day)
    assert (is_empty(case), [is_empty(one) for one in others]) == (True, [False, False])
    assert (emptying.last()["emptied"], emptying.last()["left"]) == (1, 2)
    computed.cache.clear()  # another process, or the same after a start
    assert night(day) == 0

    night(day + timedelta(days=1))
    assert sum(is_empty(one) for one in others) == 1


def test_more_than_is_plausible_stops_it_and_the_administrator_is_told(
    case: Case, cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    others = copies(case, 2)
    monkeypatch.setattr(emptying, "TOO_MANY", 2)
    day = last_day(case) + timedelta(days=1)
    label = "Complaints whose time of keeping is over are emptied"

    def is_ready() -> bool:
        return not any(one.label == label for one in readiness.checks(people.TUESDAY))

    monkeypatch.setattr(readiness, "_", str)
    assert is_ready()

    night(day)

    assert not any(map(is_empty, (case, *others)))
    assert not is_ready()
    chain = events.history(emptying.SUBJECT)
    assert [one.verb for one in chain] == [emptying.STOPPED]
    assert night(day) == 0  # told once a day

    monkeypatch.setattr(clock, "now", lambda: local_moment(day, time(9)))
    assert cli.main(["cases", "empty"]) == 0
    assert "3" in capsys.readouterr().out
    assert not is_empty(case)
    assert cli.main(["cases", "empty", "--release"]) == 0
    assert all(map(is_empty, (case, *others)))
    assert is_ready()


def test_the_system_page_says_what_was_done(case: Case, cast: Cast) -> None:
    administrator = browser(post_at(cast.home.key, username="admin", role=Role.SYSTEM_ADMIN).account)
    address = reverse("system")
    assert "还没有到期的" in administrator.get(address).text

    night(last_day(case) + timedelta(days=1))

    assert "上次清空：1 件" in administrator.get(address).text


def test_a_body_that_keeps_longer_is_asked_by_its_own_term(case: Case, cast: Cast) -> None:
    AdoptedClock.objects.create(
        organisation=cast.lead,
        limit="FILE_KEPT",
        number=5,
        unit=Unit.YEARS,
        in_force_from=date(2026, 1, 1),
        source="档案管理办法",
        mark=Sureness.READ,
        decided_by="resolution:2026-1",
    )
    until = last_day(case)
    assert until.year == 2031

    assert night(date(2030, 6, 3)) == 0
    assert not is_empty(case)
    night(until + timedelta(days=1))
    assert is_empty(case)


def test_a_body_that_keeps_shorter_too(case: Case, cast: Cast) -> None:
    AdoptedClock.objects.create(
        organisation=cast.lead,
        limit="FILE_KEPT",
        number=2,
        unit=Unit.YEARS,
        in_force_from=date(2026, 1, 1),
        source="档案管理办法",
        mark=Sureness.READ,
        decided_by="resolution:2026-1",
    )
    until = last_day(case)
    assert until.year == 2028

    night(until + timedelta(days=1))

    assert is_empty(case)


def test_the_sweep_of_stored_files_takes_what_a_night_let_go(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = local_moment(last_day(case) + timedelta(days=1), time(0, 5))
    assert keeping.most(at) == files.MOST

    night(local_day(at))

    assert emptying.last()["stored"] == 1
    assert keeping.most(at + timedelta(hours=1)) == files.MOST + 2
    assert keeping.most(at + timedelta(days=8)) == files.MOST


def test_candidates_come_by_their_index(case: Case) -> None:
    day = last_day(case) + timedelta(days=1)
    rows = Case.objects.exclude(receipt_hash="").filter(ended_at__lt=local_moment(day))
    named = rows.order_by("ended_at").values_list("pk", "ended_at", "responsible_id")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
    assert "case_to_empty" in named.explain()


def test_the_doctor_names_it() -> None:
    class Kept:
        is_emptying_stopped = True

    found = list(findings.emptying(Kept()))  # type: ignore[arg-type]

    assert [one.must for one in found] == [True]
