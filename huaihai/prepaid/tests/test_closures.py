"""A shop falls silent: creditors with their sums, complaints, the vote, the guarantee, doubts."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from huaihai.cases.models import Case, TogetherCase
from huaihai.cases.verbs.intake import Receipt
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.prepaid.cards import verbs as cards
from huaihai.prepaid.cards.verbs import holder_of
from huaihai.prepaid.closures import facts, filing, guarantee, speaking, telling, verbs
from huaihai.prepaid.closures.filing import Contact
from huaihai.prepaid.models import Card, CardEntry, Closure, Creditor
from huaihai.prepaid.tests import gym as gyms
from huaihai.prepaid.tests.gym import Gym
from huaihai.record.log import sequencing
from huaihai.record.models import OutboxMessage
from huaihai.record.verify import whole
from tests import cast as people

pytestmark = pytest.mark.django_db
NOW = people.TUESDAY
SILENT = (NOW - timedelta(days=3)).date()


def stated(gym: Gym, **changed: Any) -> Closure:
    said: dict[str, Any] = {"silent_on": SILENT, "how": "visit", "text": "门锁着。"} | changed
    return verbs.state(gym.issuer, **said, by=gym.cast.zhao, at=NOW)


def file(creditor: Creditor, *, name: str = "Li (test)", phone: str = "13900000001") -> Receipt:
    creditor = Creditor.objects.select_related("closure", "card").get(pk=creditor.pk)
    by = holder_of(creditor.card)
    return filing.file(creditor, Contact(name, phone), by=by, at=NOW, keep=lambda _receipt: None)


def doubts() -> Any:
    """Entries that are in doubt now."""
    over = CardEntry.objects.filter(kind__in=["undo", "settle_doubt"]).values("of")
    rows = CardEntry.objects.filter(followed_by__kind="doubt").exclude(pk__in=over)
    return rows.select_related("card__issuer__business", "card__issuer__body")


def creditors(closure: Closure) -> list[Creditor]:
    return list(closure.creditors.select_related("card", "closure").order_by("card__number"))


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


def test_one_tap_files_what_is_known_and_joins_the_others() -> None:
    gym = gyms.sold(6)
    closure = stated(gym)
    one, two, *_rest = creditors(closure)

    receipt = file(one)
    file(two, phone="13900000002")

    case = Case.objects.get(pk=receipt.case.pk)
    plan = gym.plans[one.card.number]
    assert (case.business, case.consumer_at, case.asked_fen) == (
        gym.business,
        plan.region,
        sum(plan.owed(SILENT)),
    )
    assert case.home is not None
    assert case.home.region_code == plan.region
    assert (case.complainant.name, case.complainant.phone) == ("Li (test)", "13900000001")
    assert case.number == receipt.number
    assert receipt.code
    assert not case.complainant.is_verified
    assert case.problem == "prepaid.gone"
    rows = TogetherCase.objects.filter(together=closure.together)
    assert list(rows.values_list("stage", "is_spoken_for")) == [("joined", True)] * 2


def test_a_card_is_filed_once() -> None:
    gym = gyms.sold(2)
    [one, _two] = creditors(stated(gym))
    number = file(one).number

    with pytest.raises(NotPossible, match=number):
        file(one)

    assert Case.objects.count() == 1


def test_whoever_has_a_telephone_gets_one_message_and_the_others_none() -> None:
    gym = gyms.sold(8, paper=3)
    stated(gym)

    while telling.tell_some(at=NOW):
        pass
    assert telling.tell_some(at=NOW) == 0

    messages = OutboxMessage.objects.filter(
        subject__startswith="prepaid_card:", effect_key__contains=":closed:"
    )
    assert messages.count() == 5
    assert "Gym (test)" in messages[0].text
    assert telling.body_of(messages[0].subject) == gym.cast.lead.key


def test_the_guarantee_is_shared_to_the_fen_and_doubts_are_reserved() -> None:
    gym = gyms.sold(24)
    closure = stated(gym)

    guarantee.hand_out(closure, total_fen=10_000_01, by=gym.bank, at=NOW)

    rows = creditors(closure)
    assert sum(row.share_fen + row.reserved_fen for row in rows) == 10_000_01
    assert all(row.reserved_fen for row in rows if row.doubtful_fen)
    assert not any(row.reserved_fen for row in rows if not row.doubtful_fen)


def test_more_can_come_later_and_never_less() -> None:
    gym = gyms.sold(6)
    closure = stated(gym)
    guarantee.hand_out(closure, total_fen=1_000_00, by=gym.bank, at=NOW)
    before = {row.pk: row.share_fen for row in creditors(closure)}

    with pytest.raises(Unfit):
        guarantee.hand_out(closure, total_fen=1_000_00, by=gym.bank, at=NOW)
    guarantee.hand_out(closure, total_fen=1_500_00, by=gym.bank, at=NOW)

    after = {row.pk: row.share_fen for row in creditors(closure)}
    assert all(after[key] >= share for key, share in before.items())
    assert closure.guarantee_fen == 1_500_00


@pytest.mark.parametrize("stands", [True, False])
def test_a_settled_doubt_moves_its_reserve(*, stands: bool) -> None:
    gym = gyms.sold(12)
    closure = stated(gym)
    guarantee.hand_out(closure, total_fen=2_000_00, by=gym.bank, at=NOW)
    one = next(row for row in creditors(closure) if row.doubtful_fen)
    entry = doubts().get(card=one.card)

    cards.settle_doubt(entry, stands=stands, by=gym.cast.zhao, at=NOW)

    now = Creditor.objects.get(pk=one.pk)
    certain, doubtful = gym.plans[one.card.number].owed(SILENT)
    assert (now.certain_fen, now.doubtful_fen) == (certain if stands else certain + doubtful, 0)
    assert now.reserved_fen == 0
    assert now.share_fen >= one.share_fen + (0 if stands else one.reserved_fen)
    rows = creditors(closure)
    assert sum(row.share_fen + row.reserved_fen for row in rows) == 2_000_00


def test_a_doubt_raised_while_the_shop_is_closed_is_seen_at_once() -> None:
    gym = gyms.sold(6)
    closure = stated(gym)
    one = next(row for row in creditors(closure) if not row.doubtful_fen and gym.plans[row.card.number].used)
    card = gym.card(one.card.number)
    entry = card.entries.get(kind="use")
    entry.card = card

    cards.doubt(entry, by=holder_of(card), at=NOW)

    assert Creditor.objects.get(pk=one.pk).doubtful_fen > 0


def name_payees(rows: list[Creditor]) -> None:
    for one in rows:
        account = {"name": "Li", "bank": "Bank", "account": "6222000000000000"}
        guarantee.name_payee(one, **account, by=holder_of(one.card), at=NOW)


def test_paid_shares_are_marked_once() -> None:
    gym = gyms.sold(4)
    closure = stated(gym)
    guarantee.hand_out(closure, total_fen=1_000_00, by=gym.bank, at=NOW)
    one, two, *_rest = creditors(closure)
    guarantee.name_payee(
        one, name="Li", bank="Bank", account="6222000000000000", by=holder_of(one.card), at=NOW
    )

    n = guarantee.pay(closure, creditors=[one.pk, two.pk], paid_on=NOW.date(), by=gym.bank, at=NOW)

    assert n == 1  # of the other nobody knows where to pay
    assert Creditor.objects.get(pk=one.pk).paid_fen == one.share_fen
    assert Creditor.objects.get(pk=two.pk).paid_fen == 0
    with pytest.raises(Unfit):
        guarantee.pay(closure, creditors=[one.pk], paid_on=NOW.date(), by=gym.bank, at=NOW)
    with pytest.raises(NotPossible):
        guarantee.name_payee(one, name="Li", bank="Bank", account="622", by=holder_of(one.card), at=NOW)


def vote(closure: Closure, voters: list[Creditor], wanted: Creditor) -> None:
    for one in voters:
        speaking.vote(one, wanted, at=NOW)


def test_the_vote_chooses_who_speaks_and_leaves_no_trace() -> None:
    gym = gyms.sold(8)
    closure = stated(gym)
    one, two, *others = creditors(closure)
    for candidate, name in ((one, "王女士"), (two, "老李")):
        speaking.stand(candidate, name=name, by=holder_of(candidate.card), at=NOW)
    file(two)
    vote(closure, others[:4], two)
    vote(closure, others[4:], one)
    later = NOW + timedelta(days=8)

    [act] = speaking.due_acts(later)
    act()

    closure.refresh_from_db()
    assert (closure.representative_id, closure.voted) == (two.pk, 6)
    assert not closure.creditors.exclude(vote=None).exists()
    row = TogetherCase.objects.get(case__prepaid_creditor=two.pk)
    assert row.speaks
    assert list(speaking.due_acts(later)) == []


def test_whoever_is_chosen_and_files_later_speaks_too() -> None:
    gym = gyms.sold(4)
    closure = stated(gym)
    one, *others = creditors(closure)
    speaking.stand(one, name="王女士", by=holder_of(one.card), at=NOW)
    vote(closure, others, one)
    speaking.count_votes(closure, by=speaking.PROGRAM, at=NOW + timedelta(days=8))

    file(one)

    assert TogetherCase.objects.get(together=closure.together).speaks


def test_too_few_votes_choose_nobody_and_the_body_lets_vote_again() -> None:
    gym = gyms.sold(4)
    closure = stated(gym)
    one, two, *_rest = creditors(closure)
    speaking.stand(one, name="王女士", by=holder_of(one.card), at=NOW)
    vote(closure, [two], one)
    later = NOW + timedelta(days=8)
    speaking.count_votes(closure, by=speaking.PROGRAM, at=later)
    assert (closure.representative_id, closure.voted) == (None, 1)

    speaking.vote_again(closure, by=gym.cast.zhao, at=later)

    assert speaking.is_open(closure, later)


def test_a_name_with_a_number_is_refused_and_who_stands_back_has_no_votes() -> None:
    gym = gyms.sold(3)
    closure = stated(gym)
    one, two, _three = creditors(closure)
    with pytest.raises(Unfit):
        speaking.stand(one, name="13800000001", by=holder_of(one.card), at=NOW)
    speaking.stand(one, name="王女士", by=holder_of(one.card), at=NOW)
    speaking.vote(two, one, at=NOW)

    speaking.stand_back(one, by=holder_of(one.card), at=NOW)

    two.refresh_from_db()
    assert two.vote_id is None
    with pytest.raises(NotPossible):
        speaking.vote(two, one, at=NOW)


def test_sums_of_the_mediators_page() -> None:
    gym = gyms.sold(12)
    closure = stated(gym)
    guarantee.hand_out(closure, total_fen=2_000_00, by=gym.bank, at=NOW)
    rows = creditors(closure)
    file(rows[0])
    file(rows[1], phone="13900000002")

    found = facts.sums(closure)

    filed = creditors(closure)[:2]
    assert (found.cards, found.filed) == (12, 2)
    assert found.rest_fen == sum(row.certain_fen - row.share_fen for row in filed)
    assert found.certain_fen == sum(row.certain_fen for row in rows)


def test_the_end_waits_for_reserves_and_for_shares_that_are_not_paid() -> None:
    gym = gyms.sold(6)
    closure = stated(gym)
    guarantee.hand_out(closure, total_fen=1_000_00, by=gym.bank, at=NOW)
    with pytest.raises(NotPossible):
        verbs.end(closure, by=gym.cast.zhao, at=NOW)
    for entry in doubts():
        cards.settle_doubt(entry, stands=True, by=gym.cast.zhao, at=NOW)
    with pytest.raises(NotPossible):
        verbs.end(closure, by=gym.cast.zhao, at=NOW)
    name_payees([row for row in creditors(closure) if row.share_fen])
    keys = [row.pk for row in creditors(closure)]
    guarantee.pay(closure, creditors=keys, paid_on=NOW.date(), by=gym.bank, at=NOW)

    verbs.end(closure, by=gym.cast.zhao, at=NOW)

    gym.issuer.refresh_from_db()
    assert (closure.stage, gym.issuer.stage) == ("ended", "settled")


def test_a_holder_says_once_that_the_shop_is_closed() -> None:
    gym = gyms.sold(1)
    card = Card.objects.get()

    verbs.say_closed(card, at=NOW)
    verbs.say_closed(card, at=NOW + timedelta(days=1))

    assert Card.objects.get().closed_said_at == NOW
    assert facts.on_issuer(gym.issuer).said_closed == 1


def test_once_it_is_settled_no_account_is_kept() -> None:
    gym = gyms.sold(1)
    Card.objects.update(is_paper=True)
    closure = stated(gym)
    [one] = creditors(closure)
    for entry in doubts():
        cards.settle_doubt(entry, stands=True, by=gym.cast.zhao, at=NOW)
    guarantee.hand_out(closure, total_fen=100_00, by=gym.bank, at=NOW)
    account = {"name": "Li", "bank": "Bank", "account": "6222000000000000"}
    guarantee.name_payee(one, **account, by=holder_of(one.card), at=NOW)
    assert Creditor.objects.get().payee == account
    guarantee.pay(closure, creditors=[one.pk], paid_on=NOW.date(), by=gym.bank, at=NOW)

    verbs.end(closure, by=gym.cast.zhao, at=NOW)

    assert Creditor.objects.get().payee == {}


def test_a_complaint_by_card_leads_back_to_the_card_and_its_binder_to_the_sums() -> None:
    gym = gyms.sold(2)
    closure = stated(gym)
    receipt = file(creditors(closure)[0])

    [door] = facts.case_doors(receipt.case, today=NOW.date())
    assert closure.together is not None
    [note] = facts.of_binder(closure.together)

    assert str(creditors(closure)[0].card_id) in door.url
    assert str(gym.issuer.pk) in note.url


def test_what_the_log_commits_to_fits_after_all_of_it() -> None:
    gym = gyms.sold(6)
    closure = stated(gym)
    guarantee.hand_out(closure, total_fen=1_000_00, by=gym.bank, at=NOW)
    one, *_rest = creditors(closure)
    file(one)
    guarantee.name_payee(one, name="Li", bank="Bank", account="6222000", by=holder_of(one.card), at=NOW)
    guarantee.pay(closure, creditors=[one.pk], paid_on=NOW.date(), by=gym.bank, at=NOW)

    while sequencing.sequence(at=NOW):
        pass

    found = whole.findings(whole.prepare([], [], with_keys=True))
    assert not [one for one in found if not one.where.startswith("business:")]  # made by the test itself


def test_who_said_where_to_pay_is_not_asked_again() -> None:
    gym = gyms.sold(2)
    closure = stated(gym)
    guarantee.hand_out(closure, total_fen=100_00, by=gym.bank, at=NOW)
    one, _two = creditors(closure)
    guarantee.name_payee(one, name="Li", bank="Bank", account="6222000", by=holder_of(one.card), at=NOW)

    telling.tell_some(at=NOW)

    [message] = OutboxMessage.objects.filter(effect_key__contains=":closed:")
    assert "Bank (test)" in message.text


def test_who_marked_the_wrong_one_takes_it_back() -> None:
    gym = gyms.sold(3)
    closure = stated(gym)
    guarantee.hand_out(closure, total_fen=1_000_00, by=gym.bank, at=NOW)
    one = creditors(closure)[0]
    name_payees([one])
    guarantee.pay(closure, creditors=[one.pk], paid_on=NOW.date(), by=gym.bank, at=NOW)

    guarantee.unpay(closure, creditor=one.pk, by=gym.bank, at=NOW)

    one.refresh_from_db()
    assert (one.paid_fen, one.paid_on) == (0, None)
    with pytest.raises(NotPossible):
        guarantee.unpay(closure, creditor=one.pk, by=gym.bank, at=NOW)


def test_a_sum_is_mended_while_nothing_is_paid_and_is_never_more_than_what_is_owed() -> None:
    gym = gyms.sold(4)
    closure = stated(gym)
    owed = sum(one.certain_fen + one.doubtful_fen for one in creditors(closure))
    with pytest.raises(Unfit):
        guarantee.hand_out(closure, total_fen=owed + 1, by=gym.bank, at=NOW)
    guarantee.hand_out(closure, total_fen=2_000_00, by=gym.bank, at=NOW)

    guarantee.hand_out(closure, total_fen=200_00, by=gym.bank, at=NOW)

    rows = creditors(closure)
    assert sum(one.share_fen + one.reserved_fen for one in rows) == 200_00
    name_payees(rows[:1])
    guarantee.pay(closure, creditors=[rows[0].pk], paid_on=NOW.date(), by=gym.bank, at=NOW)
    with pytest.raises(Unfit):
        guarantee.hand_out(closure, total_fen=100_00, by=gym.bank, at=NOW)


@pytest.mark.parametrize("shared", [0, 500_00])
def test_a_card_that_was_empty_becomes_a_creditor_once_its_refund_is_doubted(shared: int) -> None:
    gym = gyms.sold(4)
    number = next(number for number, plan in gym.plans.items() if not plan.doubted)
    card = gym.card(number)
    back = cards.note(card, "refund", fen=card.certain_fen, by=gym.owner, at=gyms.USED, key="back")
    closure = stated(gym)
    assert not closure.creditors.filter(card=card).exists()
    if shared:
        guarantee.hand_out(closure, total_fen=shared, by=gym.bank, at=NOW)

    back.card = gym.card(number)
    cards.doubt(back, by=holder_of(card), at=NOW)

    one = closure.creditors.get(card=card)
    assert (one.certain_fen, one.doubtful_fen) == (0, back.fen)
    cards.settle_doubt(back, stands=False, by=gym.cast.zhao, at=NOW)
    one.refresh_from_db()
    assert (one.certain_fen, one.doubtful_fen) == (back.fen, 0)
    closure.refresh_from_db()
    guarantee.hand_out(closure, total_fen=shared + 700_00, by=gym.bank, at=NOW)
    assert closure.creditors.get(card=card).share_fen > 0
    assert sum(row.share_fen + row.reserved_fen for row in creditors(closure)) == shared + 700_00


def test_who_complained_with_a_telephone_is_told_of_the_share_and_no_paper_card_stands_unreached() -> None:
    gym = gyms.sold(3, paper=3)
    closure = stated(gym)
    one, two, _three = creditors(closure)
    file(one, phone="13900000007")
    with pytest.raises(NotPossible):  # nobody could ring them
        speaking.stand(two, name="王女士", by=holder_of(two.card), at=NOW)
    assert facts.sums(closure).unreached == 2
    assert telling.tell_some(at=NOW) == 0  # whoever complains knows

    guarantee.hand_out(closure, total_fen=500_00, by=gym.bank, at=NOW)

    assert telling.tell_some(at=NOW) == 1
    [message] = OutboxMessage.objects.filter(subject=one.card.record_key)
    assert message.address == "13900000007"


def test_who_said_closed_is_told_that_it_is_open_and_can_say_it_again() -> None:
    gym = gyms.sold(2)
    card = gym.card(next(number for number, plan in gym.plans.items() if not plan.is_paper))
    verbs.say_closed(card, at=NOW)
    with pytest.raises(NotAllowed):
        verbs.found_open(gym.issuer, by=gym.cast.wang, at=NOW)

    verbs.found_open(gym.issuer, by=gym.cast.zhao, at=NOW)

    assert gym.card(card.number).closed_said_at is None
    assert OutboxMessage.objects.filter(subject=card.record_key).exists()


def test_a_new_receipt_forgets_the_account_and_the_vote_of_whoever_held_the_old_one() -> None:
    gym = gyms.sold(3)
    closure = stated(gym)
    one, two, _three = creditors(closure)
    guarantee.hand_out(closure, total_fen=500_00, by=gym.bank, at=NOW)
    name_payees([one])
    speaking.stand(one, name="王女士", by=holder_of(one.card), at=NOW)
    vote(closure, [one, two], one)

    cards.new_receipt(one.card, text="identity card seen", by=gym.cast.zhao, at=NOW)

    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.payee, one.vote, one.stands_at, two.vote) == ({}, None, None, None)
