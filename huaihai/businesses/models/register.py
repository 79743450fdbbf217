from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from huaihai.businesses.models.words import Says
from huaihai.kit.compiled import Compiled, attach
from huaihai.kit.fields import BlindIndexField, SealedTextField
from huaihai.kit.ids import new_id
from huaihai.kit.text.normalise import digits_in, fold
from huaihai.members.actors import Actor
from huaihai.packs.words import of_country


class BusinessQuerySet(models.QuerySet["Business", Any]):
    def visible_to(self, actor: Actor) -> "BusinessQuerySet":
        """Officers see the register; a business user sees the businesses answered for; others see none here."""
        if actor.kind in ("officer", "system"):
            return self
        if actor.kind == "business":
            return self.filter(pk__in=actor.business_ids)
        return self.none()

    def standing(self) -> "BusinessQuerySet":
        """Those that were not merged into another."""
        return self.filter(merged_into=None)

    def in_no_persons_name(self) -> "BusinessQuerySet":
        """Those whose code is known and no sole trader's, who may bear a person's name."""
        rows, beginning = self.exclude(credit_code=None), of_country().business_number.sole_trader
        return rows.exclude(credit_code__startswith=beginning) if beginning else rows

    def with_code(self, code: str) -> "Business | None":
        """The entry with this credit code, or the one it was merged into, with its places, in two queries; and whether
        anybody of its line can have made a standing offer."""
        found = next(iter(_with_code(code=code)), None)
        if found is None or found.merged_into is not None:
            return found and found.merged_into
        attach(found, "places", Place.objects.filter(business=found.pk), _places(business=found.pk))
        return found

    def matching(self, typed: str) -> "BusinessQuerySet":
        """Those in whose names, codes, signs, addresses or shop links all typed words stand, in any script;
        or whose telephone it is, typed whole."""
        found, typed = self, typed.replace("\x00", "")  # PostgreSQL compares no NUL
        for word in fold(typed).split():
            found = found.filter(words__says=word)
        if not digits_in(typed):
            return found
        phone = Business._meta.get_field("phone_index").of(typed.strip())
        return found | self.filter(Q(phone_index=phone) & ~Q(phone_index=""))


class Business(models.Model):
    """A business as far as it is known: a group or brand, a legal person with a credit code, or only a trace."""

    class Kind(models.TextChoices):
        GROUP = "group", _("brand or group")
        LEGAL_PERSON = "legal_person", _("legal person")
        UNIDENTIFIED = "unidentified", _("not identified yet")

    CODE = "credit_code"  # the column by which others know it

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.UNIDENTIFIED)
    name = models.CharField(max_length=120)
    credit_code = models.CharField(max_length=18, null=True, blank=True, unique=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="members", db_index=False
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged", db_index=False
    )
    registered_at = models.CharField(max_length=6, blank=True)
    phone = SealedTextField(blank=True)  # a stallholder's telephone and account are a person's
    phone_index = BlindIndexField(source="phone")
    payee = SealedTextField(blank=True)
    platform = models.CharField(max_length=80, blank=True)
    shop_link = models.CharField(max_length=300, blank=True)
    words = models.TextField(blank=True)  # folded, to be searched: names, code, signs, addresses, shop link
    is_gone = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    objects = BusinessQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["name"], name="businesses_business_name"),
            # Of the few that stand beneath another: SQLite takes an index of all for useless, most being NULL.
            models.Index(fields=["parent"], condition=Q(parent__isnull=False), name="business_members"),
            models.Index(
                fields=["merged_into"], condition=Q(merged_into__isnull=False), name="business_merged"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(merged_into=models.F("id")), name="business_not_merged_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def record_key(self) -> str:
        return f"business:{self.pk}"

    @property
    def is_identified(self) -> bool:
        return bool(self.credit_code)

    @property
    def code(self) -> str:
        """By which registers know it; "" where it is not known."""
        return self.credit_code or ""


Business._meta.get_field("words").register_lookup(Says)


class OtherName(models.Model):
    """Another name under which somebody knew a business; its own name stands on the business."""

    business = models.ForeignKey(Business, on_delete=models.CASCADE, related_name="other_names")
    name = models.CharField(max_length=120)
    since_at = models.DateTimeField()

    class Meta:
        ordering = ["since_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["business", "name"], name="other_name_once_a_business"),
        ]

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """Where a business trades: a shop, a stall, a branch. `region_code` is its county (or city) in GB/T 2260."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    business = models.ForeignKey(Business, on_delete=models.PROTECT, related_name="places")
    sign = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=200, blank=True)
    region_code = models.CharField(max_length=6, blank=True, db_index=True)
    phone = SealedTextField(blank=True)

    class Meta:
        ordering = ["region_code", "sign", "id"]

    def __str__(self) -> str:
        return self.sign or self.address or str(self.pk)


def _coded(code: str) -> "models.QuerySet[Business]":
    may_offer = (
        Q(parent__isnull=False)
        | Exists(Business.objects.filter(merged_into=OuterRef("pk")))
        | Exists(Business.objects.filter(pk=OuterRef("pk"), standing_offers__isnull=False))
    )
    may = Case(When(may_offer, Value(True)), default=Value(False))
    rows = Business.objects.filter(credit_code=code).annotate(may_offer=may)
    return rows.select_related("merged_into", "parent")


_with_code = Compiled(_coded, code=Business._meta.get_field("credit_code"))
_places = Compiled(
    lambda business: Place.objects.filter(business=business), business=Place._meta.get_field("business")
)


class Mandate(models.Model):
    """One business answers for another from a day on, until ended."""

    principal = models.ForeignKey(Business, on_delete=models.PROTECT, related_name="mandates_given")
    agent = models.ForeignKey(Business, on_delete=models.PROTECT, related_name="mandates_held")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(principal=models.F("agent")), name="mandate_between_two"),
        ]

    def __str__(self) -> str:
        return f"{self.agent_id} for {self.principal_id}"


class Representative(models.Model):
    """An account that answers for a business. What it may do there beyond reading is told by `businesses.rights`."""

    class Role(models.TextChoices):
        MANAGER = "manager", _("manager")
        ANSWERER = "answerer", _("answers complaints")
        CASHIER = "cashier", _("cashier")

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="represents")
    business = models.ForeignKey(Business, on_delete=models.PROTECT, related_name="representatives")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.MANAGER)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "business"],
                condition=Q(until_on=None),
                name="representative_once_a_business",
            ),
            models.CheckConstraint(
                condition=Q(role__in=["manager", "answerer", "cashier"]), name="representative_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} for {self.business_id}"


def answered_for(
    account_id: UUID,
    *,
    on: date,
    roles: "frozenset[Representative.Role] | None" = None,
    by_mandate: bool = True,
) -> frozenset[UUID]:
    """The businesses an account answers for on a day (in one of these roles, if given): its own, those by mandate
    (unless that is not asked for), and all beneath either: members of a group, and rows that were merged into them.
    A merger alone gives nobody the cases of the other side."""
    held_by = Representative.objects.filter(in_force(on), account_id=account_id)
    if roles is not None:
        held_by = held_by.filter(role__in=roles)
    own = held_by.values_list("business_id", flat=True)
    return beneath(own, on=on) if by_mandate else _with_those_beneath(set(own))


def beneath(business_ids: Iterable[UUID], *, on: date) -> frozenset[UUID]:
    """These businesses and all for which they answer on a day: members, merged rows, and those by mandate."""
    own = set(business_ids)
    if not own:
        return frozenset()
    held = _with_those_beneath(own)
    given = {row.principal_id for row in _mandates(agents=list(held), on=on)}
    return held if given <= held else held | _with_those_beneath(given)


def in_force(on: date) -> Q:
    """What is in force on a day: begun, and not over."""
    return Q(from_on__lte=on) & (Q(until_on=None) | Q(until_on__gte=on))


def _with_those_beneath(known: "frozenset[UUID] | set[UUID]") -> frozenset[UUID]:
    held, newest = set(known), set(known)
    while newest:
        newest = {row.pk for row in _beneath(keys=list(newest))} - held
        held |= newest
    return frozenset(held)


_beneath: Compiled[Business] = Compiled(
    lambda keys: Business.objects.filter(Q(parent__in=keys) | Q(merged_into__in=keys)).only("pk"),
    keys=Business._meta.pk,
)
_mandates: Compiled[Mandate] = Compiled(
    lambda agents, on: Mandate.objects.filter(in_force(on), agent__in=agents).only("principal"),
    agents=Mandate._meta.get_field("agent"),
    on=Mandate._meta.get_field("from_on"),
)
