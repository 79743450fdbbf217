"""The yearly report: who is compared with whom, what is stored, what anybody reads."""

from datetime import date, datetime, timedelta
from random import Random

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from huaihai.brands.effect import report
from huaihai.brands.effect.comparing import MatchedSet, Span, Verdict, compare
from huaihai.brands.effect.matching import matched
from huaihai.brands.models import EffectReport
from huaihai.brands.moving import moving
from huaihai.brands.powers import Who
from huaihai.brands.tests.people import HOME, MONDAY, People, an_entry
from huaihai.businesses.models import Business
from huaihai.cases.models import Case
from huaihai.desk.lives import NotAllowed, NotPossible
from huaihai.members.actors import Actor
from huaihai.members.models import Account
from tests.posts import body, sign_in

pytestmark = pytest.mark.django_db


YEAR_AGO = MONDAY - timedelta(days=400)
LATER = MONDAY + timedelta(days=200)
UNTIL = LATER.date()


def business(name: str, region: str = "320302", *, known: datetime = YEAR_AGO) -> Business:
    return Business.objects.create(
        kind=Business.Kind.LEGAL_PERSON, name=f"演示{name}", registered_at=region, created_at=known
    )


def complaints(about: Business, *days: int, trade: str = "G01") -> None:
    """Admitted cases so many days after the mark (before it: negative)."""
    city = body(HOME)
    for number, day in enumerate(days):
        at = MONDAY + timedelta(days=day)
        Case.objects.create(
            number=f"{about.pk.hex[-12:]}-{number}",
            business=about,
            category=trade,
            submitted_at=at,
            admitted_at=at,
            created_at=at,
            stage_since=at,
            stage="mediating",
            home=city,
            lead=city,
            responsible=city,
        )


def admitted(people: People, *, at: datetime = MONDAY) -> None:
    entry = an_entry(people, "voting", business=people.shop)
    with moving(entry, "admit", who=Who.VOTE, by=people.office, at=at) as move:
        move.row.held_since, move.row.held_until = at.date(), at.date() + timedelta(days=365)


def test_a_holder_is_compared_with_shops_like_it_alone(people: People) -> None:
    admitted(people)
    complaints(people.shop, -30, -20, 10)
    like, other_city, other_trade, new = (
        business("同类"),
        business("外地", "370802"),
        business("别的行业"),
        business("新店", known=MONDAY + timedelta(days=1)),
    )
    complaints(like, -40, -41, -42, 5, 6)
    complaints(other_city, -40, -41)
    complaints(other_trade, -40, -41, trade="S02")
    complaints(new, -40, -41)
    complaints(business("太多"), *range(-60, -50))
    found = matched(until=UNTIL, seed=2026)
    assert found.holders == 1
    assert [(one.holder.before, one.holder.after) for one in found.sets] == [(2, 1)]
    assert [(span.before, span.after) for span in found.sets[0].others] == [(3, 2)]


def test_a_removed_holder_stays_in(people: People) -> None:
    admitted(people)
    people.shop.refresh_from_db()
    entry = people.shop.brand_entries.get()
    with moving(entry, "remove", who=Who.VOTE, by=people.office, at=MONDAY + timedelta(days=30)):
        pass
    business("同类")
    assert len(matched(until=UNTIL, seed=2026).sets) == 1


def test_a_young_mark_is_not_compared(people: People) -> None:
    admitted(people)
    business("同类")
    assert matched(until=MONDAY.date() + timedelta(days=89), seed=2026).holders == 0
    assert matched(until=MONDAY.date() + timedelta(days=90), seed=2026).holders == 1


def test_the_page_says_that_too_few_marks_say_nothing(people: People, client: Client) -> None:
    admitted(people)
    business("同类")
    made = report.report(2027, by=people.office, at=LATER)
    told = report.read(made.file)
    assert told["compared"]["verdict"] == Verdict.TOO_FEW
    page = client.get("/brands/effect/2027/", headers={"accept-language": "zh"}).content.decode()
    assert "还不能说" in page
    assert made.sha256 in page
    assert client.get("/brands/effect/2027/file.json").content.decode() == made.file
    assert people.shop.name not in made.file


def test_no_effect_is_said_plainly(people: People, client: Client) -> None:
    file = report.read(report.file_of(2026, on=date(2026, 11, 3)).decode())
    file |= {"holders": 25, "compared": _compared("no-effect")}
    EffectReport.objects.create(
        year=2026,
        number=1,
        file=report.canonical(file).decode(),
        sha256="0" * 64,
        at=MONDAY,
        by="system:tests",
    )
    assert "看不出效果" in client.get("/brands/effect/2026/").content.decode()


def test_the_calendar_makes_last_years_report_once(people: People) -> None:
    an_entry(people)
    assert not list(report.due_acts(datetime(2027, 1, 14, 1, tzinfo=MONDAY.tzinfo)))
    night = datetime(2027, 1, 15, 1, tzinfo=MONDAY.tzinfo)
    for act in report.due_acts(night):
        act()
    assert EffectReport.objects.get().year == 2026
    assert not list(report.due_acts(night + timedelta(days=1)))


def test_the_office_alone_makes_it_and_not_of_a_year_to_come_or_without_any_entry(people: People) -> None:
    with pytest.raises(NotAllowed):
        report.report(2026, by=people.near, at=MONDAY)
    with pytest.raises(NotPossible, match="还没有可以报告的内容"):
        report.report(2027, by=people.office, at=MONDAY)
    an_entry(people)
    assert report.report(2026, by=Actor.system("tests"), at=MONDAY).number == 1
    assert report.report(2026, by=people.office, at=MONDAY).number == 2
    with pytest.raises(NotPossible):
        report.report(2025, by=people.office, at=MONDAY)


def test_before_the_first_report_the_page_says_so_and_the_office_makes_it_from_its_page(
    client: Client, people: People
) -> None:
    assert "还没有报告" in client.get("/brands/effect/").content.decode()
    assert client.get("/brands/effect/2026/").status_code == 404
    an_entry(people)
    sign_in(client, Account.objects.get(pk=str(people.office.account_id)))
    refused = client.post("/office/brands/effect/", {"year": "99999999999999999999"})
    assert refused.status_code == 200
    answer = client.post("/office/brands/effect/", {"year": "2026"})
    assert answer["Location"] == "/brands/effect/2026/"
    assert client.get("/brands/effect/", follow=True).status_code == 200


def _compared(verdict: str) -> dict[str, object]:
    return {
        "sets": 25,
        "holders_before": 30,
        "others_before": "31.000",
        "holders_after": 28,
        "others_after": "29.500",
        "ratio": "0.950",
        "low": "0.700",
        "high": "1.200",
        "verdict": verdict,
    }


SPANS = st.builds(Span, st.integers(0, 30), st.integers(0, 30))
SETS = st.lists(
    st.builds(MatchedSet, SPANS, st.lists(SPANS, min_size=1, max_size=3).map(tuple), st.just(365)),
    max_size=40,
)


def sets(*afters: tuple[int, ...], times: int = 1) -> list[MatchedSet]:
    return [
        MatchedSet(Span(1, mine), tuple(Span(1, one) for one in others), 300) for mine, *others in afters
    ] * times


@given(SETS, st.integers(0, 2**31))
def test_the_ratio_lies_in_its_interval_and_the_same_seed_says_the_same(
    held: list[MatchedSet], seed: int
) -> None:
    first, second = compare(held, seed=seed, draws=60), compare(held, seed=seed, draws=60)
    assert first == second
    assert first.low <= first.high


def test_the_ratio_by_hand_and_few_sets_or_complaints_say_nothing() -> None:
    told = compare(sets((1, 2, 4), (0, 1)), seed=1)
    assert (told.holders_after, told.others_after) == (1, 4.0)
    assert told.ratio == 1.5 / 4.5
    assert compare(sets((0, 9, 9, 9), times=19), seed=1).verdict == Verdict.TOO_FEW
    assert compare(sets((0, 9, 9, 9), times=20), seed=1).verdict == Verdict.FEWER
    assert compare(sets((0, 0), times=500), seed=1).verdict == Verdict.TOO_FEW
    assert compare(sets((3, 1), (2, 1), times=20), seed=1).verdict == Verdict.MORE
    with pytest.raises(ValueError, match="compare"):
        compare([MatchedSet(Span(0, 0), (), 300)], seed=1)


def test_where_nothing_works_an_effect_is_seldom_found() -> None:
    """Drawn from the same shops on both sides: at most about one in twenty may mislead, one in ten with the draw."""
    chance = Random(7)
    verdicts = []
    for trial in range(100):
        held = [
            MatchedSet(
                Span(0, _complaints(chance)), tuple(Span(0, _complaints(chance)) for _ in range(3)), 365
            )
            for _ in range(60)
        ]
        verdicts.append(compare(held, seed=trial, draws=200).verdict)
    assert verdicts.count(Verdict.NONE) >= 90


def _complaints(chance: Random) -> int:
    return int(chance.paretovariate(1.6)) - 1 if chance.random() < 0.6 else 0
