"""Added up again: whatever somebody changed by hand is found, with the first fen; and the database resists."""

import importlib
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from huaihai.compensation import books, verifying
from huaihai.compensation.claims import deciding
from huaihai.compensation.funds import verbs as funds_verbs
from huaihai.compensation.models import (
    Claim,
    Decision,
    Entry,
    FundTerms,
    Instalment,
    PaymentOrder,
    Posting,
    Recourse,
)
from huaihai.compensation.payments import recourse
from huaihai.compensation.payments import verbs as payments_verbs
from huaihai.compensation.tests import market as people
from huaihai.compensation.tests.market import DAY, TODAY, Market
from tests.cast import TUESDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
guard = importlib.import_module("huaihai.compensation.migrations.0002_ledger_is_append_only")


@pytest.fixture
def held() -> Market:
    """A fund in which everything has happened."""
    held = people.assemble()
    claim, _order = people.paid(held, 40_000)
    recourse.recover(claim, fen=15_000, value_on=TODAY, by=held.cao, at=TUESDAY)
    people.ordered(held, 30_000)
    bounced, order = people.paid(held, 20_000)
    payments_verbs.bounce(order, reason="Came back.", value_on=TODAY, by=held.cao, at=TUESDAY)
    bounced.refresh_from_db()
    payments_verbs.order(bounced, by=held.cao, at=TUESDAY)
    funds_verbs.withdraw(held.fund, fen=1_000, value_on=TODAY, by=held.cao, at=TUESDAY)
    wrong = funds_verbs.charge(held.fund, fen=500, value_on=TODAY, by=held.cao, at=TUESDAY)
    funds_verbs.reverse(held.fund, wrong, reason="Not ours.", by=held.cao, at=TUESDAY)
    people.asked(held)
    return held


def test_books_that_were_kept_by_the_verbs_fit(held: Market) -> None:
    assert verifying.verify() == verifying.Result(funds=1, entries=14, claims=4, faults=[])


def altered_posting(held: Market) -> None:
    line = Posting.objects.filter(account=books.BANK, entry__kind="pay").earliest("pk")
    Posting.objects.filter(pk=line.pk).update(amount_fen=line.amount_fen + 1)


def altered_pair(held: Market) -> None:
    """Both lines by the same fen: the entry still adds up, and its hash does not."""
    for line in Posting.objects.filter(entry__number=1):
        Posting.objects.filter(pk=line.pk).update(amount_fen=line.amount_fen * 2)


def missing_posting(held: Market) -> None:
    Posting.objects.filter(entry__kind="recover").last().delete()  # type: ignore[union-attr]


def missing_entry(held: Market) -> None:
    _remove(Entry.objects.get(number=1))


def missing_end(held: Market) -> None:
    last = Entry.objects.latest("number")
    Entry.objects.filter(pk=last.pk).update(reverses=None, kind="charge")
    _remove(last)


def doubled_payment(held: Market) -> None:
    order = PaymentOrder.objects.filter(state="paid").first()
    assert order is not None
    _forge(held, "pay", order.claim, order.sum_fen)


def charged_twice(held: Market) -> None:
    claim = Claim.objects.get(stage="recovering")
    _forge(held, "recourse", claim, 40_000)


def broken_chain(held: Market) -> None:
    Entry.objects.filter(number=3).update(by="account:somebody else")


def cap_passed(held: Market) -> None:
    FundTerms.objects.update(per_claim_cap_fen=39_999)


def day_cap_passed(held: Market) -> None:
    FundTerms.objects.update(per_day_cap_fen=89_999)


def minimum_passed(held: Market) -> None:
    FundTerms.objects.update(minimum_fen=290_000)


def one_decider(held: Market) -> None:
    Decision.objects.filter(claim__stage="recovering").last().delete()  # type: ignore[union-attr]


def own_decision(held: Market) -> None:
    row = Decision.objects.filter(claim__stage="recovering").last()
    Claim.objects.filter(pk=row.claim_id).update(asked_by=row.by)


def other_sum_approved(held: Market) -> None:
    Claim.objects.filter(stage="recovering").update(approved_fen=39_999)


def order_of_another_sum(held: Market) -> None:
    PaymentOrder.objects.filter(state="paid").update(sum_fen=39_999)


def claim_says_paid(held: Market) -> None:
    Claim.objects.filter(stage="ordered", approved_fen=30_000).update(stage="paid")


def recourse_of_another_sum(held: Market) -> None:
    Recourse.objects.filter(called_off_at=None).update(sum_fen=39_999)


def instalment_of_another_sum(held: Market) -> None:
    Instalment.objects.filter(paid_fen=15_000).update(paid_fen=14_999)


FAULTS: dict[Callable[[Market], None], str] = {
    altered_posting: "entry 3: does not add up: 1 fen are left over",
    altered_pair: "entry 1: was changed: its hash does not fit",
    missing_posting: "entry 5: does not add up",
    missing_entry: "entry 1: is missing; the next one is 2",
    missing_end: "entry 14: is missing: the fund has 14 entries",
    doubled_payment: "entry 15: may not be: This claim is paid already.",
    charged_twice: "entry 15: may not be: The books do not allow this: charged_before.",
    broken_chain: "entry 3: was changed: its hash does not fit",
    cap_passed: "entry 2: is 1 fen above the cap of a claim",
    day_cap_passed: "entry 7: is 1 fen above the cap of a day",
    minimum_passed: "entry 12: may not be: At most ",
    one_decider: "was decided by 1 people",
    own_decision: "was decided by 2 people",
    other_sum_approved: "over 39999 fen, and in its books 40000 were approved",
    order_of_another_sum: "has an order of another sum than was approved",
    claim_says_paid: "over 30000 fen, and in its books 30000 were approved, 0 paid",
    recourse_of_another_sum: "a business owes 40000 fen for it in the books",
    instalment_of_another_sum: "15000 fen came back in the books",
}


def test_stricter_rules_from_today_do_not_accuse_what_was_approved_this_morning(held: Market) -> None:
    people.ordered(held, 50_000, at=TUESDAY + DAY)
    noon = TUESDAY + DAY + timedelta(hours=2)
    people.in_force(
        held,
        at=noon,
        from_on=TODAY + DAY,
        per_claim_cap_fen=5_000,
        per_day_cap_fen=5_000,
        at_once_cap_fen=None,
        at_once_per_day_cap_fen=None,
    )
    assert not verifying.verify().faults


def test_what_was_changed_by_hand_is_found(held: Market) -> None:
    _open_the_ledger()
    found = {}
    for plant in FAULTS:
        with transaction.atomic():
            plant(held)
            found[plant] = "".join(map(str, verifying.findings()))
            transaction.set_rollback(True)

    missed = {plant.__name__: told for plant, told in found.items() if FAULTS[plant] not in told}
    assert not missed


@pytest.mark.parametrize("table", guard.TABLES)
@pytest.mark.parametrize("event", ["UPDATE", "DELETE"])
def test_the_database_itself_refuses_to_change_the_ledger(held: Market, table: str, event: str) -> None:
    _close_the_ledger()
    changing = {"UPDATE": "UPDATE {} SET fund_id = fund_id", "DELETE": "DELETE FROM {}"}
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(changing[event].format(table))


def test_at_most_one_order_of_a_claim_stands_in_the_database_too(held: Market) -> None:
    paid = PaymentOrder.objects.filter(state="paid").first()
    with pytest.raises(DatabaseError), transaction.atomic():
        PaymentOrder.objects.create(
            claim=paid.claim, fund=held.fund, reference="other", sum_fen=1, ordered_by="x", ordered_at=TUESDAY
        )


def test_a_decision_alone_moves_no_money(held: Market) -> None:
    before = Entry.objects.count()
    claim = people.checked(held, 1_000)
    deciding.approve(claim, sum_fen=1_000, by=held.mei, at=TUESDAY)
    assert Entry.objects.count() == before


def _forge(held: Market, kind: str, claim: Claim, fen: int) -> None:
    """An entry that hashes and adds up, written past the verbs."""
    from huaihai.compensation import posting

    held.fund.refresh_from_db()
    lines = books.lines_of(kind, fen, str(held.stall.pk))
    with transaction.atomic():
        posting._append(
            held.fund, kind, lines, claim=claim, reverses=None, value_on=TODAY, by=held.cao, at=TUESDAY
        )


def _remove(entry: Entry) -> None:
    with connection.cursor() as cursor:
        for table, column in (("compensation_posting", "entry_id"), ("compensation_entry", "id")):
            value = Entry._meta.pk.get_db_prep_value(entry.pk, connection)
            cursor.execute(f"DELETE FROM {table} WHERE {column} = %s", [value])  # noqa: S608 -- of this test


def _open_the_ledger() -> None:
    """Take the database's own lock away, as whoever owns the database can."""
    guard.unprotect(None, Editor)


class Editor:
    """Django's own editor of tables cannot be used inside a test's transaction."""

    connection = connection

    @staticmethod
    def execute(statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)


def _close_the_ledger() -> None:
    """On SQLite the test runner's database lets rows be removed; here it is as it is for everybody else."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for table in guard.TABLES:
            cursor.execute(guard.sqlite_trigger(table, "DELETE"))
