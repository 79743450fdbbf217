"""The verbs of the charter: naming who answers for a part, writing evidence, withdrawing it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.governance import membership, standing
from huaihai.governance.models import AgreementVersion, CharterOwner, Evidence, Meeting, Resolution
from huaihai.governance.secretariat import office_only
from huaihai.kit.clock import local_day
from huaihai.kit.filestore import Stored
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events

EARLIEST = date(2018, 1, 1)
TAKEN_KINDS = frozenset({"application/pdf", "image/jpeg", "image/png", "image/webp", "image/heic"})


@dataclass(frozen=True)
class Link:
    """What evidence points to: exactly one of them is given."""

    resolution: Resolution | None = None
    meeting: Meeting | None = None
    agreement: AgreementVersion | None = None
    path: str = ""
    file: Stored | None = None
    file_name: str = ""


def owner_on(key: str, day: date) -> CharterOwner | None:
    """Who answers for this part on this day."""
    return CharterOwner.objects.on(day).filter(key=key).select_related("organisation").first()


def version_of(key: str) -> int:
    """How often owners of this part were named: what a page carries as `seen`."""
    last = events.history(_record_key(key)).last()
    return last.number if last else 0


def bodies_to_name(day: date) -> list[Organisation]:
    """Who may answer for a part: the alliance itself (its office), and every member of that day."""
    return [directory.root(), *membership.members_on(day)]


def writes_for(actor: Actor, key: str, *, on: date) -> Organisation | None:
    """For whom the actor writes evidence: the alliance (office), or the body that answers. None: for nobody."""
    if standing.is_office(actor, on=on):
        return directory.root()
    owner = owner_on(key, on)
    if owner is not None and standing.speaks_for(actor, owner.organisation):
        return owner.organisation
    return None


def name_owner(
    *,
    key: str,
    organisation: Organisation,
    from_on: date,
    resolution: Resolution | None = None,
    seen: int,
    by: Actor,
    at: datetime,
) -> CharterOwner:
    """From this day on the body answers for the part; who answered before ends the day before.

    Naming again with the same first day corrects the body. Raises NotAllowed, Moved, Unfit.
    """
    office_only(by, at=at)
    with transaction.atomic():
        _lock_alliance()
        last = CharterOwner.objects.select_for_update().filter(key=key).order_by("-from_on").first()
        if seen != version_of(key) and last is not None:
            raise Moved(last)
        if last is not None and from_on < last.from_on:
            raise Unfit("from_on", _("Somebody already answers for it from a later day on."))
        if organisation not in bodies_to_name(from_on):
            raise Unfit("organisation", _("This body is not a member on that day."))
        owner = _replace(last, key, organisation, from_on, resolution)
        events.write(
            subject=_record_key(key),
            verb="charter owner named",
            by=by.key,
            at=at,
            facts={
                "organisation": organisation.key,
                "from": from_on.isoformat(),
                "resolution": resolution.number if resolution else "",
            },
        )
    return owner


def add_evidence(*, key: str, text: str, on: date, link: Link, by: Actor, at: datetime) -> Evidence:
    """A new piece of evidence, public at once. Raises NotAllowed, Unfit."""
    writer = writes_for(by, key, on=local_day(at))
    if writer is None:
        raise NotAllowed(
            _("Evidence is written by the body that answers for this part, or by the secretariat.")
        )
    if not EARLIEST <= on <= local_day(at):
        raise Unfit("on", _("This day lies in the future, or long before the alliance."))
    facts = _facts_of(link)
    with transaction.atomic():
        evidence = Evidence.objects.create(
            key=key, text=text, on=on, organisation=writer, written_at=at, **facts
        )
        events.write(
            subject=evidence_key(evidence),
            verb="evidence written",
            by=by.key,
            at=at,
            facts={
                "part": key,
                "kind": evidence.kind,
                "on": on.isoformat(),
                "organisation": writer.key,
                "text": text,
                "target": _target(link),
            },
        )
    return evidence


def withdraw_evidence(evidence: Evidence, *, reason: str, seen: int, by: Actor, at: datetime) -> Evidence:
    """It counts no more; it stays readable with the reason. Raises NotAllowed, Moved, NotPossible."""
    with transaction.atomic():
        locked = Evidence.objects.select_for_update().get(pk=evidence.pk)
        if not may_withdraw(by, locked, on=local_day(at)):
            raise NotAllowed(_("Evidence is withdrawn by the body that wrote it, or by the secretariat."))
        if locked.is_withdrawn:
            raise NotPossible(_("This evidence is withdrawn already."))
        if seen != locked.version:
            raise Moved(locked)
        locked.withdrawn_at, locked.withdrawn_reason = at, reason
        locked.version += 1
        locked.save(update_fields=["withdrawn_at", "withdrawn_reason", "version"])
        events.write(
            subject=evidence_key(locked),
            verb="evidence withdrawn",
            by=by.key,
            at=at,
            facts={"part": locked.key, "reason": reason},
        )
    return locked


def may_withdraw(actor: Actor, evidence: Evidence, *, on: date) -> bool:
    """Whether the actor may withdraw it: the office, or whoever speaks for the body that wrote it."""
    return standing.is_office(actor, on=on) or standing.speaks_for(actor, evidence.organisation)


def evidence_key(evidence: Evidence) -> str:
    """Its name in the record."""
    return f"charter-evidence:{evidence.pk}"


def public_path(path: str) -> str:
    """The path of a public page of this site, without its query. Raises Unfit for any other."""
    path = path.partition("?")[0].partition("#")[0]
    try:
        found = resolve(path) if path.startswith("/") else None
    except Resolver404:
        found = None
    if found is None or getattr(found.func, "guard", "") != "public" or found.url_name == "demo-forward":
        raise Unfit("path", _("This is not a public page of this site. It begins with “/”."))
    return path


def _replace(
    last: CharterOwner | None,
    key: str,
    organisation: Organisation,
    from_on: date,
    resolution: Resolution | None,
) -> CharterOwner:
    if last is not None and last.from_on == from_on:
        last.organisation, last.resolution = organisation, resolution
        last.version += 1
        last.save(update_fields=["organisation", "resolution", "version"])
        return last
    if last is not None:
        last.until_on = from_on - timedelta(days=1)
        last.version += 1
        last.save(update_fields=["until_on", "version"])
    return CharterOwner.objects.create(
        key=key, organisation=organisation, from_on=from_on, resolution=resolution
    )


def _facts_of(link: Link) -> dict[str, Any]:
    kind = Evidence.Kind
    if link.resolution is not None:
        return {"kind": kind.RESOLUTION, "resolution": link.resolution}
    if link.meeting is not None:
        return {"kind": kind.MEETING, "meeting": link.meeting}
    if link.agreement is not None:
        return {"kind": kind.AGREEMENT, "agreement": link.agreement}
    if link.file is not None:
        return {"kind": kind.FILE, **_file_facts(link.file, link.file_name)}
    return {"kind": kind.PAGE, "path": public_path(link.path)}


def _file_facts(file: Stored, name: str) -> dict[str, Any]:
    if file.kind not in TAKEN_KINDS:
        raise Unfit("file", _("Please choose a PDF or a photo."))
    return {
        "file_name": name,
        "file_kind": file.kind,
        "file_size": file.size,
        "sha256": file.sha256,
        "derivative": file.derivative,
    }


def _target(link: Link) -> str:
    if link.resolution is not None:
        return link.resolution.record_key
    if link.meeting is not None:
        return link.meeting.record_key
    if link.agreement is not None:
        return f"agreement:{link.agreement.key}"
    return f"sha256:{link.file.sha256}" if link.file else link.path


def _record_key(key: str) -> str:
    return f"charter:{key}"


def _lock_alliance() -> None:
    """Naming is rare: one at a time, also for a part that nobody answered for yet."""
    Organisation.objects.select_for_update().get(pk=directory.root().pk)
