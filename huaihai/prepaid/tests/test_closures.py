"""A shop falls silent, is open after all, or settled: who states it, what is frozen, what it costs."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from huaihai.desk.lives import NotAllowed, Unfit
from huaihai.prepaid.cards.verbs import holder_of
from huaihai.prepaid.closures import facts, guarantee, paying, verbs
from huaihai.prepaid.models import Card
from huaihai.prepaid.tests import gym as gyms
from huaihai.prepaid.tests.closed import NOW, SILENT, creditors, file, stated
from huaihai.record.log import sequencing
from huaihai.record.models import OutboxMessage
from huaihai.record.verify import whole

pytestmark = pytest.mark.django_db


def test_every_card_is_frozen_with_its_sums_in_the_same_press() -> None:
    gym = gyms.sold(24, paper=4)

    closure = stated(gym)

    owed = {one.card.number: (one.certain_fen, one.doubtful_fen) for one in creditors(closure)}
    assert owed == {number: plan.owed(SILENT) for number, plan in gym.plans.items()}
    gym.issuer.refresh_from_db()
    assert gym.issuer.stage == "silent"
    assert closure.vote_until == (NOW + timedelta(days=7)).date()


def test_stating_costs_as_many_queries_for_many_cards_as_for_few() -> None:
    counted = []
    for count in (6, 24):
        with transaction.atomic():
            gym = gyms.sold(count)
            with CaptureQueriesContext(connection) as queries:
                stated(gym)
            counted.append(len(queries))
            transaction.set_rollback(True)
    assert counted[0] == counted[1]


def test_only_the_body_in_charge_states_it_and_no_day_to_come() -> None:
    gym = gyms.sold(2)

    with pytest.raises(NotAllowed):
        verbs.state(gym.issuer, silent_on=SILENT, how="visit", by=gym.cast.wang, at=NOW)
    with pytest.raises(Unfit):
        stated(gym, silent_on=(NOW + timedelta(days=1)).date())


def test_a_shop_that_is_open_after_all_has_cards_again_and_can_close_once_more() -> None:
    gym = gyms.sold(4)
    closure = stated(gym)
    file(creditors(closure)[0])

    verbs.lift(closure, text="It only moved.", by=gym.cast.zhao, at=NOW)
    gym.issuer.refresh_from_db()
    assert (gym.issuer.stage, closure.creditors.count()) == ("pledged", 1)

    again = stated(gym)
    assert again.pk == closure.pk
    assert {one.card.number for one in creditors(again)} == set(gym.plans)


def test_a_holder_says_once_that_the_shop_is_closed() -> None:
    gym = gyms.sold(1)
    card = Card.objects.get()

    verbs.say_closed(card, at=NOW)
    verbs.say_closed(card, at=NOW + timedelta(days=1))

    assert Card.objects.get().closed_said_at == NOW
    assert facts.on_issuer(gym.issuer).said_closed == 1


def test_what_the_log_commits_to_fits_after_all_of_it() -> None:
    gym = gyms.sold(6)
    closure = stated(gym)
    guarantee.hand_out(closure, total_fen=1_000_00, by=gym.bank, at=NOW)
    one, *_rest = creditors(closure)
    file(one)
    paying.name_payee(one, name="Li", bank="Bank", account="6222000", by=holder_of(one.card), at=NOW)
    paying.pay(closure, creditors=[one.pk], paid_on=NOW.date(), by=gym.bank, at=NOW)

    while sequencing.sequence(at=NOW):
        pass

    found = whole.findings(whole.prepare([], [], with_keys=True))
    assert not [one for one in found if not one.where.startswith("business:")]  # made by the test itself


def test_who_said_closed_is_told_that_it_is_open_and_can_say_it_again() -> None:
    gym = gyms.sold(2)
    card = gym.card(next(number for number, plan in gym.plans.items() if not plan.is_paper))
    verbs.say_closed(card, at=NOW)
    with pytest.raises(NotAllowed):
        verbs.found_open(gym.issuer, by=gym.cast.wang, at=NOW)

    verbs.found_open(gym.issuer, by=gym.cast.zhao, at=NOW)

    assert gym.card(card.number).closed_said_at is None
    assert OutboxMessage.objects.filter(subject=card.record_key, effect_key__contains=":found_open:").exists()
