"""What the pages show of versions, signatories and members, in fixed numbers of queries; what happened, in words."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huaihai.governance import membership
from huaihai.governance.agreement import document
from huaihai.governance.agreement.life import AGREEMENT, DRAFT, IN_FORCE, OPEN, WITHDRAWN
from huaihai.governance.history import Entry
from huaihai.governance.models import AgreementVersion, LeavingNotice, Membership, Signature
from huaihai.kit import local_words, spoken
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Organisation
from huaihai.record import events
from huaihai.record.models import Event

TONES = {OPEN: "warn", IN_FORCE: "ok", DRAFT: "calm", WITHDRAWN: "calm"}


@dataclass(frozen=True)
class VersionRow:
    """A version as lists show it. `is_current`: in force on the day; `until_on`: when a newer one took its place."""

    version: AgreementVersion
    stage: str
    label: Promise | str
    tone: str
    is_current: bool
    is_coming: bool
    superseded_on: date | None
    signed: int

    @property
    def hash_short(self) -> str:
        return document.short(self.version.document_hash)


@dataclass(frozen=True)
class Signatory:
    """A body that has signed a version, or should: `signature` is None for one that has not.

    A newcomer joined after the version had come into force. `signed_by` is the name of the person, where the page may
    show it; it is not public.
    """

    body: Organisation
    signature: Signature | None
    joined_on: date | None
    is_newcomer: bool
    is_member: bool
    signed_by: str = ""


@dataclass
class Member:
    """A body's time in the alliance, what it signed, and its notice of leaving."""

    membership: Membership
    state: str  # "member", "coming" or "left"
    notice: LeavingNotice | None = None
    signed: list[AgreementVersion] = field(default_factory=list)
    owes: bool = False  # it has not signed the version in force, which has a text

    @property
    def body(self) -> Organisation:
        return self.membership.organisation


def versions(actor: Actor, *, on: date) -> list[VersionRow]:
    """All that the actor may see, the newest first."""
    rows = list(AgreementVersion.objects.visible_to(actor).without_texts().order_by("-pk"))
    counts: dict[int, int] = defaultdict(int)
    for version_id in Signature.objects.filter(agreement__in=rows).values_list("agreement_id", flat=True):
        counts[version_id] += 1
    return sorted(
        (_row(version, rows, counts[version.pk], on) for version in rows),
        key=lambda row: (row.version.in_force_from or date.max, row.version.pk),
        reverse=True,
    )


def row_of(version: AgreementVersion, *, on: date) -> VersionRow:
    """One version as lists show it."""
    begun = AgreementVersion.objects.filter(in_force_from__isnull=False).without_texts()
    return _row(version, begun, version.signatures.count(), on)


def signatories(version: AgreementVersion, *, on: date) -> list[Signatory]:
    """Members of the day in the alliance's order, then those that signed and left. Of a version that is not signed
    any more only those that signed."""
    signatures = {row.organisation_id: row for row in version.signatures.select_related("organisation")}
    since = dict(Membership.objects.on(on).values_list("organisation_id", "from_on"))
    asked = is_asked(version, on=on)
    found = [
        Signatory(
            body=body,
            signature=signatures.pop(body.pk, None),
            joined_on=since.get(body.pk),
            is_newcomer=version.stage_on(on) == IN_FORCE,
            is_member=True,
        )
        for body in membership.members_on(on)
        if asked or body.pk in signatures
    ]
    left = [Signatory(row.organisation, row, None, False, False) for row in signatures.values()]
    return found + left


def with_names(rows: list[Signatory]) -> list[Signatory]:
    """The same, with the names of those who signed: for staff only."""
    keys = {row.signature.signed_by for row in rows if row.signature}
    ids = [key.removeprefix("account:") for key in keys if key.startswith("account:")]
    names = {account.record_key: account.shown_name for account in Account.objects.filter(pk__in=ids)}
    return [
        replace(row, signed_by=names.get(row.signature.signed_by, "") if row.signature else "")
        for row in rows
    ]


def is_asked(version: AgreementVersion, *, on: date) -> bool:
    """Whether members that have not signed this version are asked to: it is open, or the one in force."""
    if version.stage_on(on) == IN_FORCE:
        return version == AgreementVersion.in_force_on(on)
    return version.can("sign", on)


def missing(version: AgreementVersion, *, on: date) -> list[Organisation]:
    """Members of the day that have not signed."""
    return [one.body for one in signatories(version, on=on) if one.signature is None]


def to_sign(body: Organisation | None, *, on: date) -> list[AgreementVersion]:
    """What a member has still to sign: what is open, and the version in force if it joined later."""
    if body is None or not membership.is_member(body, on=on):
        return []
    signed = Signature.objects.filter(organisation=body, agreement=OuterRef("pk"))
    near = AgreementVersion.objects.filter(Q(stage=OPEN) | Q(in_force_from__lte=on))
    rows = near.order_by("in_force_from", "pk").annotate(is_signed=Exists(signed))
    begun = [row for row in rows if row.in_force_from is not None and row.in_force_from <= on]
    asked = sorted((row for row in rows if row not in begun), key=lambda row: row.pk)
    asked += [row for row in begun[-1:] if row.can("sign", on)]
    return [row for row in asked if not vars(row)["is_signed"]]


def members(*, on: date) -> list[Member]:
    """Everybody who is, will be or was a member: members first, in the alliance's order."""
    rows = [
        Member(row, _state(row, on))
        for row in Membership.objects.select_related("organisation", "resolution")
    ]
    notices = {
        notice.membership_id: notice for notice in LeavingNotice.objects.filter(taken_back_at__isnull=True)
    }
    signed = _signed_versions()
    current = AgreementVersion.in_force_on(on)
    for row in rows:
        row.notice = notices.get(row.membership.pk) if row.membership.ended_by_id is None else None
        row.signed = signed[row.body.pk]
        row.owes = bool(
            row.state == "member" and current and current.can("sign", on) and current not in row.signed
        )
    order = {"member": 0, "coming": 1, "left": 2}
    return sorted(rows, key=lambda row: (order[row.state], row.body.position, row.body.path))


def comparable(actor: Actor, held: AgreementVersion, since: str = "") -> AgreementVersion | None:
    """The version to compare with: the one named by its key, else the newest earlier one that came into force."""
    others = AgreementVersion.objects.visible_to(actor).exclude(pk=held.pk).exclude(text="")
    if since:
        return others.filter(key=since).first() if since.isascii() and since.isprintable() else None
    return others.filter(pk__lt=held.pk, in_force_from__isnull=False).order_by("-pk").first()


def _row(version: AgreementVersion, others: Iterable[AgreementVersion], signed: int, on: date) -> VersionRow:
    stage = version.stage_on(on)
    begun = version.in_force_from
    later = [
        other.in_force_from
        for other in others
        if begun and other.in_force_from and (other.in_force_from, other.pk) > (begun, version.pk)
    ]
    ended = min(later) if later else None
    is_current = begun is not None and begun <= on and (ended is None or ended > on)
    return VersionRow(
        version=version,
        stage=stage,
        label=AGREEMENT.stages[stage],
        tone=TONES.get(stage, "calm"),
        is_current=is_current,
        is_coming=begun is not None and begun > on,
        superseded_on=ended if ended and ended <= on else None,
        signed=signed,
    )


def _state(row: Membership, on: date) -> str:
    if row.from_on > on:
        return "coming"
    return "left" if row.until_on is not None and row.until_on < on else "member"


def _signed_versions() -> dict[object, list[AgreementVersion]]:
    found: dict[object, list[AgreementVersion]] = defaultdict(list)
    versions = AgreementVersion.objects.without_texts().in_bulk()
    signed = Signature.objects.order_by("signed_at").values_list("organisation_id", "agreement_id")
    for body_id, version_id in signed:
        found[body_id].append(versions[version_id])
    return found


MOST = 60
WORDS: dict[str, Promise | str] = {
    "agreement begun": _("The draft was begun."),
    "agreement revised": _("The text was changed."),
    "agreement annex put": _("An annex was written."),
    "agreement annex dropped": _("An annex was taken out."),
    "agreement opened": _("It was opened for signing."),
    "agreement signed": _("%(body)s signed."),
    "agreement day set": _("It is in force from %(day)s."),
    "agreement withdrawn": _("It was withdrawn."),
}
NO_DAY = _("The day on which it is in force is open again.")


def record(version: AgreementVersion) -> list[Entry]:
    """The newest first, in two queries; the reason of a withdrawal with it."""
    rows = list(events.history(version.record_key).order_by("-number")[:MOST])
    keys = {event.facts["body"] for event in rows if "body" in event.facts}
    names = dict(Organisation.objects.filter(key__in=keys).values_list("key", "short_name"))
    return [
        Entry(_words(event, names), event.at, event.text, is_now=place == 0)
        for place, event in enumerate(rows)
    ]


def _words(event: Event, names: dict[str, str]) -> str:
    facts: dict[str, Any] = event.facts
    if event.verb == "agreement day set" and not facts["from"]:
        return str(NO_DAY)
    said = {
        "body": local_words.in_script(names.get(facts.get("body", ""), "")),
        "day": spoken.full_day(date.fromisoformat(facts["from"])) if facts.get("from") else "",
    }
    return str(WORDS.get(event.verb, event.verb)) % said
