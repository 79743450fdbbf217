"""Nobody is paid twice, nobody stays unpaid: what was confirmed, withdrawn or kept in part while a fund was asked."""

from datetime import timedelta

import pytest
from django.urls import reverse

from huaihai.cases.models import Case, Promise
from huaihai.compensation.claims import situation
from huaihai.compensation.claims import verbs as claims_verbs
from huaihai.compensation.models import Claim
from huaihai.compensation.payments import verbs as payments_verbs
from huaihai.compensation.tests import market as people
from huaihai.compensation.tests.market import TODAY, Market
from huaihai.compensation.tests.owner_pages import at, do, signed_in, step_url
from huaihai.desk.lives import Unfit
from huaihai.record import events
from tests.cast import TUESDAY, li

pytestmark = pytest.mark.django_db
NOW = TUESDAY + timedelta(hours=1)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Market:
    at(monkeypatch, NOW)
    return people.assemble()


def confirmed(case: Case, fen: int) -> None:
    """The consumer has confirmed that the business paid this part of what was agreed."""
    Promise.objects.create(
        case=case,
        agreement=case.agreement,
        number=case.promises.count() + 1,
        sum_fen=fen,
        due_on=TODAY,
        recorded_by="system:test",
        recorded_at=TUESDAY,
        claimed_at=TUESDAY,
        claimed_by="account:test",
        paid_by=Promise.PaidBy.BUSINESS,
        confirmed_at=TUESDAY,
    )


@pytest.mark.parametrize("how", ["withdrawn", "paid by the business", "a part paid by the business"])
def test_what_the_consumer_confirmed_or_gave_up_is_marked_as_paid_only_by_who_knows_it(
    held: Market, how: str
) -> None:
    claim, order = people.ordered(held, 40_000)
    cao, cards = signed_in(held.cao), reverse("business-payments")
    untouched = cao.get(step_url(claim, "payment")).text
    assert "knows_it_was_kept" not in untouched
    assert 'class="note warn"' not in cao.get(cards).text

    if how == "withdrawn":
        Case.objects.filter(pk=claim.case_id).update(stage="withdrawn")
    else:
        people.agreed(claim.case, 40_000)
        confirmed(claim.case, 40_000 if how == "paid by the business" else 1)
    assert 'class="note warn"' in cao.get(cards).text
    assert not payments_verbs.goes_to_bank(order.__class__.objects.get())
    with pytest.raises(Unfit) as refused:
        payments_verbs.pay(order, paid_on=TODAY, proof="Receipt 1", by=held.cao, at=NOW)
    assert refused.value.field == "knows_it_was_kept"

    typed = {"paid_on": TODAY.isoformat(), "proof": "Paid in cash, signed for"}
    again = do(cao, claim, "payment", **typed, signed=True)
    assert again.status_code == 200
    assert "Paid in cash, signed for" in again.text
    assert Claim.objects.get(pk=claim.pk).stage == "ordered"
    assert do(cao, claim, "payment", **typed, knows_it_was_kept="on", signed=True).status_code == 302
    assert Claim.objects.get(pk=claim.pk).stage == "recovering"
    marked = events.history(claim.record_key).get(verb="pay")
    assert marked.facts["meanwhile"] == ("withdrawn" if how == "withdrawn" else "kept")


def test_a_part_that_was_confirmed_before_leaves_the_rest_to_be_paid_without_a_question(held: Market) -> None:
    claim, order = people.ordered(held, 30_000)
    people.agreed(claim.case, 40_000)
    confirmed(claim.case, 10_000)
    payments_verbs.pay(order, paid_on=TODAY, proof="Receipt 1", by=held.cao, at=NOW)
    assert order.state == "paid"


def test_the_unpaid_rest_of_an_agreement_can_be_claimed_and_what_is_kept_cannot(held: Market) -> None:
    case = people.complaint(held)
    people.agreed(case, 30_000)
    confirmed(case, 10_000)
    later = TUESDAY + people.DAY
    word = {"payee": people.PAYEE, "consent": people.WORDS}
    claim = claims_verbs.ask(case, ground="settlement", sum_fen=20_000, by=li(case), at=later, **word)  # type: ignore[arg-type]
    assert claim.stage == "ordered"

    kept = people.complaint(held)
    people.agreed(kept, 30_000)
    confirmed(kept, 30_000)
    second = claims_verbs.ask(kept, ground="settlement", sum_fen=1, by=li(kept), at=later, **word)  # type: ignore[arg-type]
    assert second.stage == "asked"
    assert "not_elsewhere" in [fact["name"] for fact in second.checks if not fact["holds"]]


def test_a_standing_offer_is_a_ground_only_where_it_was_taken(held: Market) -> None:
    said = "standing_offer_version:1"
    case = people.complaint(held)
    people.agreed(case, 20_000)
    assert not situation.bought(case, source=said, on=TODAY).has_standing_offer
    people.took(case, 20_000)
    assert situation.bought(case, source="", on=TODAY).has_standing_offer
