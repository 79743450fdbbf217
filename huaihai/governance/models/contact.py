"""The telephones of the bodies, and of people who work there."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huaihai.governance.models.roster import ON_DUTY_ROLES
from huaihai.kit.fields import BlindIndexField, SealedTextField
from huaihai.kit.ids import new_id
from huaihai.members.models import Account, Organisation, Role

if TYPE_CHECKING:
    from huaihai.members.actors import Actor

KEEPING = frozenset({Role.HEAD, Role.SECRETARIAT, Role.SYSTEM_ADMIN})
KEEPING_PEOPLE = KEEPING - {Role.SYSTEM_ADMIN}  # messages about power over an account go to these numbers
SHOWN_DIGITS = 4


class ContactQuerySet(models.QuerySet["Contact"]):
    def visible_to(self, actor: "Actor") -> "ContactQuerySet":
        """Public lines to anyone, lines for staff to staff, the number of a person to staff of the same body and to
        those who keep its telephones. Whoever has a post at the alliance itself sees none of a person.
        """
        if actor.kind == "system":
            return self
        if actor.kind != "officer" or actor.organisation is None:
            return self.filter(kind=Contact.Kind.PUBLIC)
        return self.filter(~Q(kind=Contact.Kind.PERSON) | _of_people_near(actor, actor.organisation))

    def in_use(self, day: date) -> "ContactQuerySet":
        """Those that are answered on this day."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=day), from_on__lte=day)


class Contact(models.Model):
    """A telephone of a body. Every number is sealed: `phone`, or of a person `private_phone`, which is found only by
    the whole of it, and shown whole by `actions.contacts.look` alone.
    """

    class Kind(models.TextChoices):
        PUBLIC = "public", _("line for the public")
        DUTY = "duty", _("duty telephone")
        LINE = "line", _("line between the bodies")
        PERSON = "person", _("telephone of a person")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    label = models.CharField(max_length=60)
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="contacts"
    )
    phone = SealedTextField(blank=True, default="")
    private_phone = SealedTextField(blank=True, default="")
    private_index = BlindIndexField(source="private_phone")
    note = models.CharField(max_length=200, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ContactQuerySet.as_manager()

    class Meta:
        db_table = "governance_contact"
        ordering = ["organisation_id", "kind", "label", "id"]
        verbose_name = _("telephone")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["public", "duty", "line", "person"]), name="contact_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(kind="person", account__isnull=False, phone="")
                | (~Q(kind="person") & Q(account__isnull=True) & ~Q(phone="")),
                name="only_a_person_has_a_private_phone",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="contact_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.get_kind_display()}"

    @property
    def is_private(self) -> bool:
        return self.kind == Contact.Kind.PERSON

    @property
    def shown(self) -> str:
        """The number as lists show it; of a person's the last four digits."""
        return f"···{self.private_phone[-SHOWN_DIGITS:]}" if self.is_private else self.phone


def _of_people_near(actor: "Actor", body: Organisation) -> Q:
    """Their rows in the actor's own body, and, for those who keep telephones, below it."""
    if body.kind == Organisation.Kind.ALLIANCE:
        return Q(pk__in=())
    if actor.roles & KEEPING_PEOPLE:
        return Q(organisation__path__under=body.path)
    return Q(organisation=body) if actor.roles & ON_DUTY_ROLES else Q(pk__in=())
