from typing import Any

from django.db import models

from huaihai.kit import phones
from huaihai.kit.fields import BlindIndexField, SealedTextField
from huaihai.kit.ids import new_id
from huaihai.record.models import OutboxMessage

BY_CARD = "card:"  # begins the client key of a complaint that was filed with the code of a prepaid card


class Complainant(models.Model):
    """The consumer of one case, and how to reach them. All of it is sealed."""

    sealed_with = "case"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.OneToOneField("cases.Case", on_delete=models.CASCADE, related_name="complainant")
    name = SealedTextField(blank=True)
    phone = SealedTextField(blank=True)
    phone_index = BlindIndexField(source="phone")
    email = SealedTextField(blank=True)
    email_index = BlindIndexField(source="email")
    address = SealedTextField(blank=True)
    wechat = SealedTextField(
        blank=True, default="", db_default=""
    )  # the openid that opens this case and is written to
    wechat_index = BlindIndexField(source="wechat", db_default="")
    is_for_child = models.BooleanField(default=False)  # under 14: the guardian files and consents (PIPL 31)
    acts_for = SealedTextField(blank=True)  # the name of whom the consumer files for, who agreed to it
    confirmed_at = models.DateTimeField(null=True)  # by a code, or told to an officer: see `is_verified`
    code_hash = models.CharField(max_length=64, blank=True)
    code_sent_at = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["phone_index", "case"], name="complainant_phone_case")]

    def __str__(self) -> str:
        return f"complainant of {self.case_id}"

    @property
    def reached_by(self) -> tuple[OutboxMessage.Channel, str] | None:
        """How messages and codes reach the consumer: a mobile by SMS, else the e-mail, else somebody who calls the
        landline, or writes to the postal address."""
        held = (self.phone, self.email, self.address)
        known: tuple[Any, tuple[OutboxMessage.Channel, str] | None] = self.__dict__.get(
            "_reached", (None, None)
        )
        if known[0] != held:
            known = self.__dict__["_reached"] = (held, self._way())
        return known[1]

    def _way(self) -> tuple[OutboxMessage.Channel, str] | None:
        if self.phone and phones.mobile(self.phone):
            return OutboxMessage.Channel.SMS, self.phone
        if self.email:
            return OutboxMessage.Channel.EMAIL, self.email
        by_hand = self.phone or self.address
        return (OutboxMessage.Channel.CALL, by_hand) if by_hand else None

    @property
    def is_reached_by_letter(self) -> bool:
        """Whether nothing but a postal address is known."""
        return bool(self.address) and not self.phone and not self.email

    def is_same_as(self, other: "Complainant") -> bool:
        """Whether both are one person, as far as is known: the same telephone, else e-mail, else name and address. Who
        files for somebody else is that person here."""
        if self.acts_for != other.acts_for:
            return False
        if self.phone or other.phone:
            return bool(self.phone_index == other.phone_index)
        if self.email or other.email:
            return bool(self.email_index == other.email_index)
        return bool(self.address) and (self.name, self.address) == (other.name, other.address)

    @property
    def is_verified(self) -> bool:
        """Whether somebody answered a code there: nobody files online without; an officer's typing proves nothing, and
        the code of a card proves the card."""
        if self.confirmed_at is None or self.code_sent_at is not None:
            return self.confirmed_at is not None
        return self.case.origin == self.case.Origin.ONLINE and not self.case.client_key.startswith(BY_CARD)
