"""Evidence out of each source, unknown where nothing is known, with its source; and what the triggers watch."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.db.models import QuerySet

from huaihai.brands.evidence import sources
from huaihai.brands.evidence.measures import LARGE_FEN, Measured, measured, measures
from huaihai.brands.evidence.refreshing import all_found, gather
from huaihai.brands.evidence.tests.lists import LICENCE_HEADS, code, csv_of, row
from huaihai.brands.evidence.tests.scene import DAY, a_case, a_reply, a_revisit, an_agreement, evidence, rated
from huaihai.brands.evidence.tests.test_importing import imported
from huaihai.brands.models import Entry
from huaihai.brands.tests.people import HOME, MONDAY, TODAY, People, an_entry
from huaihai.businesses.models import Business, Place, Pledge, PledgeSuspension, PledgeVersion
from huaihai.cases.models import Agreement, Case
from huaihai.record.models import Event
from huaihai.supervision.models import Project, Purchase, Release
from huaihai.supervision.sweeping.tests import scene as sweeps
from huaihai.supervision.testing.tests import measured as kettles
from huaihai.supervision.tests import people as supervision
from tests.posts import body
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


def test_of_a_new_entry_almost_nothing_is_known_and_a_fund_that_answers_is_a_yes(
    entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert evidence(entry) == {"pledges": {"count": 0}, "fund": {"yes": False}}
    monkeypatch.setattr(sources.situation, "answering", lambda business, on: [(business, on)])
    assert evidence(entry)["fund"] == {"yes": True}


def test_settled_counts_what_the_consumer_confirmed_and_no_mere_complaint(
    people: People, entry: Entry
) -> None:
    an_agreement(a_case(people, 1))
    an_agreement(a_case(people, 2, result=Case.Result.UNCONFIRMED), promise="open")
    a_case(people, 3, stage="terminated", result="")
    a_case(people, 4, stage="mediating", result="", ended_at=None)
    a_case(people, 5, admitted_at=None, stage="withdrawn", result="")
    assert evidence(entry)["settled"] == {"hits": 1, "of": 3}


def test_replies_in_time_and_promises_kept_are_those_of_the_public_numbers(
    people: People, entry: Entry
) -> None:
    a_reply(a_case(people, 1), days=1)
    late = a_case(people, 2)
    a_reply(late, days=9)
    an_agreement(late, promise="broken")
    an_agreement(a_case(people, 3))
    told = evidence(entry)
    assert told["reply"] == {"hits": 1, "of": 2}
    assert told["promises"] == {"hits": 1, "of": 2}


def test_cases_out_of_the_window_or_of_another_place_do_not_count_and_those_merged_do(
    people: People, entry: Entry
) -> None:
    branch = Place.objects.create(business=people.shop, sign="分店", region_code="320302")
    a_case(people, 1, at=MONDAY - 800 * DAY)
    a_case(people, 2, place=branch)
    a_case(people, 3, place=None)
    assert evidence(entry)["settled"]["of"] == 1
    whole = an_entry(people, place=None, kind=Entry.Kind.SERVICE, what="全部")
    assert evidence(whole)["settled"]["of"] == 2
    old = Business.objects.create(name="旧名", merged_into=people.shop, created_at=MONDAY)
    a_case(people, 4, business=old, place=None)
    assert evidence(entry)["settled"]["of"] == 2


def a_pledge(people: People, kind: str = Pledge.Kind.NO_REASON_RETURN, **said: Any) -> PledgeVersion:
    pledge = Pledge.objects.create(
        business=people.shop, kind=kind, serial=people.shop.pledges.count() + 1, created_at=MONDAY
    )
    facts: dict[str, Any] = {
        "number": 1,
        "terms": {},
        "words": {},
        "from_on": date(2026, 1, 1),
        "fingerprint": "0" * 64,
        "published_by": "x",
        "published_at": MONDAY - 300 * DAY,
    }
    return PledgeVersion.objects.create(pledge=pledge, **(facts | said))


def test_pledges_count_while_they_are_in_force_and_shown(people: People, entry: Entry) -> None:
    a_pledge(people)
    a_pledge(people, Pledge.Kind.FAIR_PRICE, until_on=date(2026, 10, 1))
    hidden = a_pledge(people, Pledge.Kind.GENUINE_GOODS)
    PledgeSuspension.objects.create(pledge=hidden.pledge, reason="x", suspended_by="x", suspended_at=MONDAY)
    assert evidence(entry)["pledges"] == {"count": 1}


def test_returns_count_cases_that_relied_on_a_pledge(people: People, entry: Entry) -> None:
    version = a_pledge(people)
    an_agreement(a_case(people, 1, pledge=version))
    a_case(people, 2, pledge=version, stage="terminated", result="")
    a_case(people, 3)
    assert evidence(entry)["returns"] == {"hits": 1, "of": 2}


def test_no_penalty_is_said_only_where_a_list_tells_of_these_days(people: People, entry: Entry) -> None:
    assert "penalties" not in evidence(entry)
    imported(people, csv_of(row(1, code=code(2))))
    told = all_found(entry, as_of=TODAY, look_back_months=24)["penalties"]
    assert told.evidence == {"count": 0}
    assert told.until == "2026-10-31"
    assert "penalties" not in evidence(entry, as_of=date(2025, 12, 31), months=6)


def test_penalties_count_by_credit_code_unless_taken_back(people: People, entry: Entry) -> None:
    imported(people, csv_of(row(1), row(2, gravity="严重"), row(3, code=code(2)), row(4, day="2024-11-02")))
    assert evidence(entry)["penalties"] == {"count": 2}
    imported(people, csv_of(row(1, change="撤销")))
    assert evidence(entry)["penalties"] == {"count": 1}


def test_a_licence_is_good_until_its_day(people: People, entry: Entry) -> None:
    licences = [[code(), "机关", "许1", "食品经营许可证", "2026-11-02", ""]]
    imported(people, csv_of(*licences, heads=LICENCE_HEADS), "licences")
    assert evidence(entry)["licence"] == {"yes": True}
    assert evidence(entry, as_of=TODAY + DAY)["licence"] == {"yes": False}


def test_revisits_feed_their_groups_once_they_are_confirmed(people: People, entry: Entry) -> None:
    a_revisit(people, entry, at=MONDAY - DAY, is_confirmed=False, cash="no")
    assert "elderly" not in evidence(entry)
    a_revisit(people, entry, cash="no", guide_dog="na")
    told = evidence(entry)
    assert told["elderly"] == {"hits": 1, "of": 2}
    assert told["prices"] == {"hits": 3, "of": 3}
    assert told["revisit"]["of"] - told["revisit"]["hits"] == 1


def an_entry_of(business: Business, place: Place | None, kind: str = "shop") -> Entry:
    """An entry in a scene of supervision."""
    return Entry.objects.create(
        number=f"2026-{business.pk.int % 10**6}",
        year=2026,
        kind=kind,
        origin="self",
        business=business,
        place=place,
        name=business.name,
        body=body(HOME),
        stage="listed",
        opened_at=MONDAY,
        opened_by="x",
    )


def test_a_published_sweep_counts_beside_the_revisits() -> None:
    staff = supervision.assemble()
    sweep, gym = sweeps.running(staff), sweeps.gym()
    sweeps.inspected(sweep, gym, "price", by=staff.leader)
    entry = an_entry_of(gym.business, gym)
    as_of = sweeps.MONDAY.date()
    assert "revisit" not in evidence(entry, as_of=as_of)
    file = Release.objects.create(
        project=sweep, number=1, file="{}", sha256="0" * 64, at=sweeps.MONDAY, by="x"
    )
    Project.objects.filter(pk=sweep.pk).update(stage="published", release=file, published_at=sweeps.MONDAY)
    told = all_found(entry, as_of=as_of, look_back_months=24)["revisit"]
    assert told.evidence == {"hits": 2, "of": 3}
    assert told.urls == (sweep.get_absolute_url(),)


def test_ratings_count_who_gave_four_or_five(entry: Entry) -> None:
    rated(entry, *({"overall": star} for star in (5, 4, 3)))
    assert evidence(entry)["ratings"] == {"hits": 2, "of": 3}


def test_the_best_grade_of_the_makers_goods_becomes_points_and_an_unsafe_one_makes_it_none() -> None:
    scene = kettles.published()
    unsafe_product, safe_product = "p05", "p01"
    unsafe, safe = code(5), code(1)
    for product, maker in ((unsafe_product, unsafe), (safe_product, safe)):
        bought: QuerySet[Purchase] = QuerySet(model=Purchase)  # a sealed row is not changed otherwise
        assert bought.filter(product=product).update(maker_code=maker)
    as_of = kettles.RELEASED.date()
    for maker, is_safe in ((unsafe, False), (safe, True)):
        made = Business.objects.create(name="演示厂", credit_code=maker, created_at=kettles.RELEASED)
        factory = an_entry_of(made, None, "factory")
        told = all_found(factory, as_of=as_of, look_back_months=24)["tests"]
        assert told.evidence is not None
        assert (told.evidence["points"] != "0") is is_safe
        assert told.urls
        count = measures(factory, as_of=as_of, within_months=12)["unsafe_tests"]
        assert (count == 0) is is_safe
        Project.objects.filter(pk=scene.project.pk).update(withdrawn_at=kettles.RELEASED)
        assert "tests" not in gather(factory, as_of=as_of, look_back_months=24)
        Project.objects.filter(pk=scene.project.pk).update(withdrawn_at=None)


def test_the_number_of_queries_does_not_grow_with_cases(people: People, entry: Entry) -> None:
    an_agreement(a_case(people, 1))
    a_revisit(people, entry, at=MONDAY - DAY)
    few = queries_of(evidence, entry)
    for number in range(2, 12):
        an_agreement(a_case(people, number))
    a_revisit(people, entry)
    assert queries_of(evidence, entry) == few


def test_sources_hold_counts_and_public_addresses_only_and_exposures_beside(
    people: People, entry: Entry
) -> None:
    case = a_case(people, 1)
    an_agreement(case)
    a_revisit(people, entry)
    found = all_found(entry, as_of=TODAY, look_back_months=24)
    told = {name: one.source() for name, one in found.items()}
    said = str(told)
    assert str(case.pk) not in said
    assert str(case.number) not in said
    assert all(url.startswith(("/", "https://", "http://")) for one in told.values() for url in one["urls"])
    assert found["exposures"].evidence is None
    assert found["exposures"].counts == {"count": 0}


LONG_AGO = MONDAY - 500 * DAY


def value(entry: Entry, name: str) -> int | Fraction | None:
    return measures(entry, as_of=TODAY, within_months=12).get(name)


def happened(case: Case, *verbs: str, ground: str = "") -> None:
    for number, verb in enumerate(verbs, start=1):
        Event.objects.create(
            subject=case.record_key,
            number=number,
            verb=verb,
            by="x",
            at=MONDAY - DAY,
            facts={"ground": ground} if verb == "terminate" else {},
            previous_hash="",
            hash="",
        )


def test_where_nothing_happened_everything_is_nought_and_shares_are_unknown(entry: Entry) -> None:
    told = measures(entry, as_of=TODAY, within_months=12)
    assert set(told.values()) == {0}
    assert not {"unsolved_share_low", "score"} & told.keys()


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ({"nature": "N02"}, 1),
        ({"nature": "N02", "stage": "mediating", "result": "", "ended_at": None}, 1),
        ({"nature": "N02", "admitted_at": None, "stage": "withdrawn", "result": ""}, 0),
        ({"nature": "N02", "admitted_at": LONG_AGO}, 0),
        ({"nature": "N05"}, 0),
        ({"nature": "N05", "stage": "terminated", "result": ""}, 1),
        ({"nature": "N07", "result": Case.Result.UNFULFILLED}, 1),
        ({"price_fen": LARGE_FEN}, 0),
        ({"price_fen": LARGE_FEN, "stage": "terminated", "result": ""}, 1),
        ({"asked_fen": LARGE_FEN, "result": Case.Result.UNFULFILLED}, 1),
        ({"price_fen": LARGE_FEN - 1, "stage": "terminated", "result": ""}, 0),
    ],
)
def test_a_case_is_serious_by_the_written_rule(
    people: People, entry: Entry, said: dict[str, Any], count: int
) -> None:
    a_case(people, **said)
    assert value(entry, "serious_cases") == count


def test_a_promise_is_broken_once_the_association_closed_the_file_so(people: People, entry: Entry) -> None:
    an_agreement(a_case(people, 1, stage="breached", result="", ended_at=None), promise="broken")
    assert value(entry, "broken_promises") == 0
    an_agreement(a_case(people, 2, result=Case.Result.UNFULFILLED), promise="broken")
    assert value(entry, "broken_promises") == 1


def test_mediation_is_refused_by_whoever_said_no_before(people: People, entry: Entry) -> None:
    ended: dict[str, Any] = {"stage": "terminated", "result": ""}
    happened(a_case(people, 1, **ended), "refuse", "terminate", ground="CA-END-2")
    happened(a_case(people, 2, **ended), "terminate", ground="CA-END-2")
    happened(a_case(people, 3, **ended), "refuse", "terminate", ground="CA-END-3")
    assert value(entry, "refused_mediation") == 1
    an_agreement(a_case(people, 4, result=Case.Result.UNFULFILLED), kind=Agreement.Kind.MEDIATION)
    assert value(entry, "refused_mediation") == 2


def test_serious_penalties_are_counted_with_their_names(people: People, entry: Entry) -> None:
    imported(people, csv_of(row(1), row(2, gravity="严重")))
    told = measured(entry, as_of=TODAY, within_months=12)["serious_penalties"]
    assert told == Measured(1, ("penalty:演示市场监督管理局:演示罚〔2026〕2号",))


def test_one_unsolved_case_of_one_is_no_high_share(people: People, entry: Entry) -> None:
    a_case(people, 1, stage="terminated", result="")
    one = value(entry, "unsolved_share_low")
    assert one is not None
    for number in range(2, 12):
        a_case(people, number, stage="terminated", result="")
    many = value(entry, "unsolved_share_low")
    assert many is not None
    assert Fraction(1, 5) < one < Fraction(1, 4)
    assert many > Fraction(7, 10)


def test_revisits_tell_of_closing_and_of_false_statements_once_they_are_confirmed(
    people: People, entry: Entry
) -> None:
    a_revisit(people, entry, at=MONDAY - timedelta(days=3), is_confirmed=False, there="no")
    assert value(entry, "closed_or_moved") == 0
    a_revisit(people, entry, at=MONDAY - timedelta(days=2), there="no")
    a_revisit(people, entry, truth="no")
    told = measures(entry, as_of=TODAY, within_months=12)
    assert (told["failed_revisits"], told["closed_or_moved"], told["false_statements"]) == (2, 1, 1)


def test_the_keys_of_facts_stay_the_same_and_a_business_that_is_gone_is_closed(
    people: People, entry: Entry
) -> None:
    case = a_case(people, nature="N02")
    first = measured(entry, as_of=TODAY, within_months=12)["serious_cases"]
    again = measured(entry, as_of=TODAY + DAY, within_months=12)["serious_cases"]
    assert first == again
    assert str(case.pk) not in str(first)
    people.shop.is_gone = True
    people.shop.save()
    assert value(entry, "closed_or_moved") == 1
