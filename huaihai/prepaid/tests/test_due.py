"""Below its pledge: a notice with a clock in working days, no new cards, the end in public; or it is filled up."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from huaihai.desk.lives import NotPossible
from huaihai.kit.clock import ZONE
from huaihai.prepaid import due
from huaihai.prepaid.guarantees import verbs as guarantees_verbs
from huaihai.prepaid.issuers import facts
from huaihai.prepaid.issuers import verbs as issuers_verbs
from huaihai.prepaid.issuers.verbs import Pledge, apply
from huaihai.prepaid.models import Issuer
from huaihai.prepaid.tests.scene import YUAN, Scene, pledged, say, sold
from huaihai.record import events
from huaihai.record.models import OutboxMessage
from tests.cast import PHONE, TUESDAY
from tests.reading import fresh

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LAST = datetime(2026, 12, 8, 23, 59, tzinfo=ZONE)  # ten working days from 24 November


def night(at: datetime) -> None:
    """What falls due by then is done."""
    for act in due.due_acts(at):
        act()


def below() -> Scene:
    """90 yuan guaranteed, 300 open, 30 % pledged: then 10 yuan less."""
    scene = pledged(guarantee_fen=90 * YUAN)
    sold(scene, holder_phone=PHONE)
    assert fresh(scene.issuer).below_since is None
    say(scene.issuer, 80 * YUAN, at=TUESDAY)
    return scene


def test_a_notice_with_a_clock_in_working_days(english: None) -> None:
    scene = below()
    issuer = fresh(scene.issuer)
    assert (issuer.below_since, issuer.notice_due) == (TUESDAY.date(), LAST.date())
    assert facts.covered(issuer) == "26.6 %"
    assert OutboxMessage.objects.filter(subject=issuer.record_key, effect_key__contains=":below:").exists()
    with pytest.raises(NotPossible):
        sold(scene, key="two")


def test_it_ends_after_its_last_day_and_not_before() -> None:
    scene = below()
    night(LAST)
    assert fresh(scene.issuer).stage == "pledged"
    night(LAST + 2 * timedelta(minutes=1))
    issuer = fresh(scene.issuer)
    assert (issuer.stage, issuer.ended_on) == ("ended", date(2026, 12, 9))
    night(LAST + DAY)
    verbs = [one.verb for one in events.history(issuer.record_key)]
    assert (
        OutboxMessage.objects.filter(
            effect_key__contains=":ended:", subject__startswith="prepaid_card:"
        ).count()
        == 1
    )
    assert verbs.count("prepaid_end") == verbs.count("prepaid_warn") == 1
    ended_on = LAST.date() + DAY
    assert facts.broken_pledges([issuer.business_id], since=TUESDAY.date(), until=ended_on) == [issuer.pk]
    assert Client().get(scene.url("prepaid-issuer")).status_code == 200


def test_filled_up_in_time_it_goes_on() -> None:
    scene = below()
    say(scene.issuer, 100 * YUAN, at=TUESDAY + DAY)
    issuer = fresh(scene.issuer)
    assert (issuer.below_since, issuer.notice_due) == (None, None)
    night(LAST + DAY)
    assert fresh(scene.issuer).stage == "pledged"


def test_a_sum_that_was_said_before_counts_when_it_is_the_last_word() -> None:
    scene = pledged(guarantee_fen=100 * YUAN)
    for fen in (300 * YUAN, 100 * YUAN, 100 * YUAN):
        say(scene.issuer, fen, at=TUESDAY)
    issuer = fresh(scene.issuer)
    assert (issuer.guarantee_fen, issuer.guarantee_lines.count()) == (100 * YUAN, 3)


def test_nobody_sells_below_the_own_pledge_and_an_older_balance_changes_nothing() -> None:
    scene = pledged(guarantee_fen=100 * YUAN)
    say(scene.issuer, 1, at=TUESDAY, day=TUESDAY.date() - DAY)
    assert fresh(scene.issuer).guarantee_fen == 100 * YUAN
    with pytest.raises(NotPossible):  # 600 open, 100 guaranteed
        sold(scene, count=2)
    assert not scene.issuer.cards.exists()
    sold(scene)
    assert fresh(scene.issuer).below_since is None


def test_a_span_of_time_is_worth_less_each_night() -> None:
    scene = pledged()
    sold(scene, kind="term", uses=0, paid_fen=3_000, until_on=TUESDAY.date() + 29 * DAY)
    assert fresh(scene.issuer).open_fen == 3_000
    night(TUESDAY + 10 * DAY)
    issuer = fresh(scene.issuer)
    assert (issuer.open_fen, issuer.counted_on) == (2_000, TUESDAY.date() + 10 * DAY)
    assert list(due.due_acts(TUESDAY + 10 * DAY)) == []


def test_a_statement_that_begins_with_the_newest() -> None:
    scene = pledged(guarantee_fen=None)
    table = "日期,余额\n2026-11-23 15:30,1000\n2026-11-23 9:00,10000\n2026-11-20,5\n".encode()
    by = guarantees_verbs.guarantor_of(scene.issuer)
    assert guarantees_verbs.read_statement(scene.issuer, table, by=by, at=TUESDAY) == 3
    assert fresh(scene.issuer).guarantee_fen == 1_000 * YUAN


def test_cards_of_a_pledge_that_ended_count_under_a_new_one() -> None:
    scene = pledged()
    sold(scene)
    issuers_verbs.end(scene.issuer, reason="over", by=scene.cast.zhao, at=TUESDAY)
    pledge = Pledge("bank", "Another bank (test)", 300)
    anew = apply(scene.cast.shop, pledge, body=scene.cast.lead, by=scene.cast.sun, at=TUESDAY)
    issuers_verbs.confirm(anew, by=scene.cast.zhao, at=TUESDAY)
    say(anew, 50 * YUAN, at=TUESDAY)
    assert (fresh(anew).open_fen, fresh(anew).below_since) == (300 * YUAN, TUESDAY.date())


def test_one_pledge_a_business() -> None:
    scene = pledged()
    with pytest.raises(NotPossible):
        apply(scene.cast.shop, Pledge("bank", "B", 300), body=scene.cast.lead, by=scene.cast.sun, at=TUESDAY)
    assert Issuer.objects.count() == 1
