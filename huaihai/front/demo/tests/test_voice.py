"""What the demo published: corrected, withdrawn, exposed, and something left to sign."""

from django.test import TestCase

from huaihai.education.models import Delivery, Edition, Exposure, Publication
from huaihai.record.models import OutboxMessage


class TestTheVoice(TestCase):
    def test_there_is_an_alert_an_update_and_a_withdrawal(self) -> None:
        purposes = Edition.objects.out().filter(publication__kind="warning").values_list("purpose", flat=True)
        assert set(purposes) == {"first", "update", "withdrawal"}

    def test_every_kind_that_cities_sign_can_be_looked_at(self) -> None:
        kinds = set(Publication.objects.exclude(first_out_at=None).values_list("kind", flat=True))
        assert kinds == {"warning", "tip", "notice", "story", "exposure"}

    def test_one_text_waits_for_a_review_and_one_for_a_signature(self) -> None:
        assert set(Edition.objects.open().values_list("stage", flat=True)) >= {"first_review", "signing"}

    def test_one_exposure_stands_and_one_came_down(self) -> None:
        assert sorted(Exposure.objects.values_list("stage", flat=True)) == ["cured", "shown"]

    def test_who_got_the_first_has_the_correction_and_nothing_waits(self) -> None:
        kettle = Publication.objects.get(title__contains="X1")
        first, update = kettle.editions.order_by("number")
        told = Delivery.objects.filter(state=Delivery.State.SENT)
        receivers = set(told.filter(edition=first).values_list("subscription", "press"))

        assert receivers
        assert receivers <= set(told.filter(edition=update).values_list("subscription", "press"))
        assert not Delivery.objects.waiting().exists()

    def test_no_address_is_one_that_somebody_could_have(self) -> None:
        addresses = {message.address for message in OutboxMessage.objects.filter(channel="email")}
        assert addresses
        assert all(address.endswith("@example.org") for address in addresses)
