"""The fast channel in the demo: who joined and what is promised; `test_verifying` adds up the books."""

from django.test import TestCase

from huaihai.businesses.models import Enrolment, PledgeVersion, Poster, StandingOfferVersion
from huaihai.compensation.models import Claim, Fund, PaymentOrder


class TestTheChannel(TestCase):
    def test_claims_stand_in_every_state_that_a_visitor_should_see(self) -> None:
        assert set(Claim.objects.values_list("stage", flat=True)) >= {
            "checked",
            "ordered",
            "paid",
            "recovering",
            "recovered",
            "written_off",
        }
        assert PaymentOrder.objects.filter(state="ordered").count() == 1

    def test_at_the_gate_money_came_within_half_an_hour(self) -> None:
        paid = PaymentOrder.objects.filter(state="paid", claim__is_at_once=True)

        assert paid.count() == 3
        assert all(order.paid_at <= order.due_at for order in paid if order.paid_at and order.due_at)
        assert {order.claim.case.result for order in paid} == {"fulfilled"}

    def test_those_who_joined_promise_something_that_hangs_at_a_door(self) -> None:
        assert set(Enrolment.objects.values_list("stage", flat=True)) == {"joined"}
        assert PledgeVersion.objects.exclude(until_on=None).exists(), "an earlier version to look at"
        assert StandingOfferVersion.objects.count() == 2
        assert Poster.objects.filter(ended_at=None).exists()

    def test_a_fund_that_ran_low_loses_its_badge_by_the_demos_morning(self) -> None:
        assert set(Fund.objects.values_list("stage", flat=True)) == {"active", "suspended"}
