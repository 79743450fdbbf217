from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from huaihai.businesses.models import Business, Place, PledgeVersion
from huaihai.cases import life, rights
from huaihai.cases.models.absent import ABSENT
from huaihai.cases.models.complainant import Complainant
from huaihai.kit.compiled import attach
from huaihai.kit.fields import SealedFactsField, SealedTextField
from huaihai.kit.ids import new_id
from huaihai.kit.keys import owners
from huaihai.law import jurisdiction
from huaihai.members.actors import Actor
from huaihai.members.directory import body_with
from huaihai.members.models import Account, Organisation
from huaihai.members.rings import city_at, city_of


class CaseQuerySet(models.QuerySet["Case", Any]):
    seen_by: Actor | None = None  # to whom these rows were narrowed: under whose city's key they are searched
    are_files = False  # whether that was as whose files the actor may open (`visible_to`)
    brings_bodies = tells_absent = False
    counted: int | None = None  # how many these are, where a search knows it: until they are narrowed
    begin: Sequence[
        Any
    ] = ()  # what of them comes first (`keyset.Walk.begin`), where a search knows: until any change
    unsearched = 0  # how many more it has not looked through
    _result_cache: "list[Case] | None"
    _fields: tuple[str, ...] | None

    def _clone(self) -> "CaseQuerySet":
        clone: CaseQuerySet = super()._clone()  # type: ignore[misc] # the stubs leave it out
        clone.seen_by, clone.brings_bodies, clone.tells_absent = (
            self.seen_by,
            self.brings_bodies,
            self.tells_absent,
        )
        clone.are_files, clone.counted, clone.unsearched = self.are_files, self.counted, self.unsearched
        return clone

    def __or__(self, other: Any) -> Any:
        joined: Any = super().__or__(other)
        joined.are_files, joined.counted = False, None
        return joined

    def _filter_or_exclude(self, *about: Any) -> "CaseQuerySet":
        narrowed: CaseQuerySet = super()._filter_or_exclude(*about)  # type: ignore[misc] # the stubs leave it out
        narrowed.counted = None
        return narrowed

    def _fetch_all(self) -> None:
        is_new = self._result_cache is None
        super()._fetch_all()
        if not is_new or self._fields is not None:  # asked before; values, no cases
            return
        bring(self._result_cache or [], bodies=self.brings_bodies, absent=self.tells_absent)

    def visible_to(self, actor: Actor) -> "CaseQuerySet":
        """The consumer sees the own case; a business the cases it was invited to; officers those that their node
        or one below it is home to, leads or is responsible for. A draft belongs to its consumer alone, an
        imported one to its home body."""
        own = Q(pk__in=actor.case_ids)
        if actor.kind == "system":
            return self
        if actor.kind == "business":
            own |= of_businesses(actor.business_ids)
            if actor.one_case is not None:
                case_id, business_id = actor.one_case
                own |= Q(pk=case_id, business=business_id) & ~Q(invited_at=None)
        if actor.may_open_files and actor.organisation and actor.organisation.kind != "alliance":
            own |= of_bodies(actor.organisation.keys_within)
        found = self.filter(own)
        found.seen_by, found.are_files = actor, True
        return found

    def files_of(self, actor: Actor) -> "CaseQuerySet":
        """Those visible to the actor, where these rows may be that already."""
        return self if self.are_files and self.seen_by is actor else self.visible_to(actor)

    def listed_to(self, actor: Actor) -> "CaseQuerySet":
        """Received cases of which the actor may read the row of a list (number, cities, days), not the file: those
        whose home or lead is in the officer's own city; all of them for the alliance's desk."""
        received = self.exclude(submitted_at=None)
        received.seen_by, received.are_files = actor, False
        if rights.reads_all(actor):
            return received
        city = rights.own_city(actor)
        return received.filter(Q(home__path__under=city) | Q(lead__path__under=city)) if city else self.none()

    def open(self) -> "CaseQuerySet":
        """Cases that are neither drafts nor final."""
        return self.filter(stage__in=life.OPEN)

    def in_care_of(self, organisation: Organisation) -> "CaseQuerySet":
        """Those this node, or one below it, is responsible for."""
        return self.filter(responsible__path__under=organisation.path)

    def as_list(self) -> "CaseQuerySet":
        """With what stands in a list, asked for the rows that are shown alone: joins would be made for every row that
        is put in order. No story."""
        consumers = models.Prefetch("complainant", Complainant.objects.only("case", "name"))
        found = self.prefetch_related("business", consumers).defer("story", "stated_business")
        found.brings_bodies = True
        return found

    def with_parties(self) -> "CaseQuerySet":
        """With what every page about a case shows, in one query."""
        return self.select_related("home", "lead", "responsible", "business", "place", "complainant")

    def for_page(self) -> "CaseQuerySet":
        """With the parties, and with the names of the parts that a case has none of (`Case.absent`): its page asks for
        none of them. Not for a page on which a verb runs: what it adds would be missing there.
        """
        found = self.select_related("business", "place", "complainant")
        found = found.annotate(none_of=RawSQL(ABSENT, ()))  # noqa: S611 -- names of tables
        found.brings_bodies = found.tells_absent = True
        return found


def of_businesses(keys: Collection[UUID]) -> Q:
    """The cases to which these businesses were invited."""
    return Q(business__in=keys) & ~Q(invited_at=None)


def of_bodies(keys: Collection[UUID]) -> Q:
    """The cases of which one of these bodies is home, leads or is responsible; no drafts but imported ones."""
    beneath = Q(home__in=keys) | Q(lead__in=keys) | Q(responsible__in=keys)
    return beneath & (~Q(stage="draft") | Q(origin=Case.Origin.IMPORTED))


class Case(models.Model):
    """One complaint. `responsible` is the one node that must act, `handler` who of it does; `version` rises with every
    verb."""

    absent: Collection[str] = ()  # of rows read `for_page`, parts that the case has none of
    # Under a verb: the row's values before it, sealed ones unopened; its last event; the version of what is decided.
    as_read: dict[str, Any]
    last_number: int | None
    last_hash: str | None
    decided: str | None
    files: int  # how many, while it is sent

    class Origin(models.TextChoices):
        ONLINE = "online", _("filed online")
        VISIT = "visit", _("in person")
        PHONE = "phone", _("by telephone")
        LETTER = "letter", _("in a letter")
        EMAIL = "email", _("in an e-mail")
        ENTRUSTED = "entrusted", _("entrusted by a regulator")
        IMPORTED = "imported", _("imported")
        PASSED = "passed", _("from another alliance")

    class Bought(models.TextChoices):
        OFFLINE = jurisdiction.Kind.OFFLINE.value, _("in a shop or on the spot")
        PLATFORM_SHOP = jurisdiction.Kind.PLATFORM_SHOP.value, _("in a shop on an online platform")
        LIVE = jurisdiction.Kind.LIVE_ROOM.value, _("in a live room")
        OWN_SITE = jurisdiction.Kind.OWN_SITE.value, _("on the business's own site or app")
        PLATFORM = jurisdiction.Kind.PLATFORM_OPERATOR.value, _("from the platform itself")

    class Result(models.TextChoices):
        FULFILLED = "fulfilled", _("done, confirmed by the consumer")
        UNCONFIRMED = "unconfirmed", _("closed without confirmation")
        UNFULFILLED = "unfulfilled", _("not done")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, null=True, unique=True)  # noqa: DJ001 -- a draft has none yet
    receipt_hash = models.CharField(max_length=64, blank=True)
    stage = models.CharField(max_length=20, default="draft")
    version = models.PositiveIntegerField(default=0)
    origin = models.CharField(max_length=12, choices=Origin.choices, default=Origin.ONLINE)
    # Bodies and business have no index of their own: each is the first column of one below.
    home = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="home_cases", db_index=False
    )
    lead = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="lead_cases", db_index=False
    )
    responsible = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="cases", db_index=False
    )
    handler = models.ForeignKey(  # nobody, or who works in `responsible`; whose post ended counts as nobody
        Account, null=True, on_delete=models.PROTECT, related_name="handled_cases", db_index=False
    )
    business = models.ForeignKey(
        Business, null=True, on_delete=models.PROTECT, related_name="cases", db_index=False
    )
    place = models.ForeignKey(Place, null=True, on_delete=models.PROTECT, related_name="cases")
    pledge = models.ForeignKey(PledgeVersion, null=True, on_delete=models.PROTECT, related_name="cases")
    return_place = models.ForeignKey(Place, null=True, on_delete=models.PROTECT, related_name="returns")
    stated_business = SealedFactsField(default=dict)  # as the consumer described it, payee and phone too
    consumer_at = models.CharField(max_length=6, blank=True)
    bought = models.CharField(max_length=20, choices=Bought.choices, blank=True)
    bought_on = models.DateField(null=True)
    received_goods_on = models.DateField(null=True)
    title = models.CharField(max_length=80, blank=True)  # masked: shown in lists
    story = SealedTextField(blank=True)
    category = models.CharField(max_length=20, blank=True)
    nature = models.CharField(max_length=3, blank=True)
    problem = models.CharField(
        max_length=60, blank=True, default=""
    )  # the card it began from: see law.triage
    price_fen = models.BigIntegerField(null=True)
    remedies = models.JSONField(default=list)
    asked_fen = models.BigIntegerField(null=True)
    regulator_number = models.CharField(max_length=60, blank=True)
    linked_to = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="linked")
    client_key = models.CharField(max_length=64, blank=True)
    result = models.CharField(max_length=12, choices=Result.choices, blank=True)
    settled_fen = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    invited_at = models.DateTimeField(null=True)
    served_at = models.DateTimeField(null=True)
    denied_at = models.DateTimeField(null=True)  # the business invited last said that it is not the one meant
    admitted_at = models.DateTimeField(null=True)
    stage_since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)
    to_index = models.BooleanField(default=True)  # its words changed since the search read them
    # Its key for the ring of another city that leads it (`cases.owning`); none where none does.
    lead_key = models.CharField(max_length=120, null=True, editable=False)  # noqa: DJ001 -- rows put in have none yet

    owner_needs = ("home_id", "consumer_at")
    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=list(life.STAGES)), name="case_stage_is_known"),
            models.CheckConstraint(
                condition=Q(stage__in=["draft", "abandoned"])
                | Q(home__isnull=False, responsible__isnull=False, number__isnull=False),
                name="case_has_one_responsible_body",
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=life.WITH_LEAD) | Q(lead__isnull=False),
                name="case_with_lead_has_lead",
            ),
            models.UniqueConstraint(
                fields=["client_key"], condition=~Q(client_key=""), name="case_one_a_client_key"
            ),
        ]
        indexes = [
            models.Index(fields=["responsible", "stage", "stage_since"], name="case_responsible_stage"),
            models.Index(fields=["home", "stage"], name="case_home_stage"),
            models.Index(fields=["handler", "stage"], name="case_handler_stage"),
            models.Index(fields=["business", "stage"], name="case_business_stage"),
            models.Index(fields=["stage", "submitted_at"], name="case_stage_submitted"),
            models.Index(fields=["submitted_at"], name="case_submitted"),
            models.Index(fields=["lead", "submitted_at", "business"], name="case_lead_submitted"),
            models.Index(fields=["id"], condition=Q(to_index=True), name="case_to_index"),
            models.Index(
                fields=["result", "ended_at"], condition=Q(ended_at__isnull=False), name="case_result_ended"
            ),
            # Files that are not empty yet, by their end: those whose time of keeping is over.
            models.Index(
                fields=["ended_at"],
                condition=Q(ended_at__isnull=False) & ~Q(receipt_hash=""),
                name="case_to_empty",
            ),
            # Lists of ended cases, the last first: all, of a body, and of a body with one more filter.
            *(
                models.Index(
                    fields=[*first, "-ended_at", "id"], condition=Q(ended_at__isnull=False), name=name
                )
                for name, *first in (
                    ("case_ended",),
                    ("case_responsible_ended", "responsible"),
                    ("case_handler_ended", "handler"),
                    ("case_category_ended", "responsible", "category"),
                    ("case_origin_ended", "responsible", "origin"),
                )
            ),
            models.Index(
                fields=["responsible", "submitted_at"],
                condition=Q(ended_at__isnull=False),
                name="case_ended_received",
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"draft {self.pk}"

    @classmethod
    def from_db(cls, *read: Any, **options: Any) -> "Case":
        """Whoever writes about it, without the row, knows to whom it belongs."""
        case: Case = super().from_db(*read, **options)
        held = case.__dict__
        if "home_id" in held and "consumer_at" in held:
            owners.note(held["id"], cls.owner_fact(held))
        return case

    def sealed_for(self) -> str:
        """Its home's city, or that of its consumer (`cases.owning`)."""
        held = self.__dict__
        if "home_id" not in held or "consumer_at" not in held:
            return owners.of_key(Case, self.pk)
        return self.owner_by(self.pk, self.owner_fact(held))

    @classmethod
    def owner_fact(cls, row: Mapping[str, Any]) -> UUID | str:
        fact: UUID | str = row["home_id"] or row["consumer_at"]
        return fact

    @classmethod
    def owner_facts(cls, keys: Collection[UUID]) -> dict[UUID, UUID | str]:
        rows: Any = models.QuerySet(cls).filter(pk__in=keys).values("pk", *cls.owner_needs)
        return {row["pk"]: cls.owner_fact(row) for row in rows}

    @classmethod
    def owner_by(cls, key: UUID, fact: UUID | str) -> str:
        return owners.of_case(city_at(fact) if isinstance(fact, str) else city_of(fact), key)

    @property
    def record_key(self) -> str:
        return f"case:{self.pk}"

    def has_no(self, part: str) -> bool:
        """Whether it is known, without a query, that there is nothing of this part."""
        return part in self.absent

    def note_absent(self, parts: Collection[str]) -> None:
        """What is asked of these parts is answered without a query."""
        self.absent = parts
        for part in parts:
            relation: Any = self._meta.get_field(part)
            if relation.one_to_one:
                relation.set_cached_value(self, None)
            else:
                attach(self, part, relation.related_model.objects.none(), [])

    @property
    def stage_info(self) -> life.Stage:
        return life.STAGES[self.stage]

    @property
    def is_final(self) -> bool:
        return self.stage_info.is_final

    @property
    def crosses_cities(self) -> bool:
        """Whether another city leads than the one it was filed in."""
        if not self.lead_id or not self.home_id:
            return False
        home = body_with(self.home_id)
        return bool(self.lead_id != (home.city or home).pk)

    @property
    def business_with_code(self) -> Business | None:
        """The business whose credit code was said, as the register has it: asked once for each code."""
        code = str(self.stated_business.get("code") or "")
        held: tuple[str, Business | None] = self.__dict__.get("_with_code", ("", None))
        if held[0] != code:
            held = self.__dict__["_with_code"] = (code, Business.objects.with_code(code))
        return held[1]

    @property
    def contact_body(self) -> Organisation | None:
        """Whose phone every page shows: the body that has the case."""
        return self.responsible or self.home


def bring(cases: "Iterable[Case]", *, bodies: bool, absent: bool) -> None:
    """What rows bring along: their bodies, without a query; what they say of parts that they have none of."""
    for case in cases:
        if bodies:
            for name in ("home", "lead", "responsible"):
                key = getattr(case, f"{name}_id")
                setattr(case, name, body_with(key) if key else None)
        if absent:
            case.note_absent(vars(case)["none_of"].split())
