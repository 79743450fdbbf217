"""A version with its signatures as one file, signed by the platform and kept: whoever holds it can check it alone.

What the bodies signed is `document` in the file's content; its SHA-256 in canonical spelling is the hash that stands
with every signature. A verb that changes the version keeps the file (`actions.agreement_file`); showing it signs
nothing.
"""

import hashlib
from datetime import datetime
from typing import Any

from django.conf import settings

from huaihai import alliance
from huaihai.governance import signed
from huaihai.governance.agreement import document
from huaihai.governance.models import AgreementFile, AgreementVersion, Membership
from huaihai.kit import signing
from huaihai.kit.clock import ZONE
from huaihai.members.models import Organisation
from huaihai.record import events
from huaihai.record.models import Event


def signed_file(version: AgreementVersion) -> bytes:
    """The newest file that was kept. Raises AgreementFile.DoesNotExist for a version that was never opened."""
    held = version.files.latest("pk")
    return signed.wrap(held.content, key_id=held.key_id, signature=held.signature)


def content(version: AgreementVersion, *, at: datetime) -> dict[str, Any]:
    """What the file says of the version at this moment: all from which its day can be worked out again."""
    signatures = list(version.signatures.select_related("organisation"))
    members = memberships()
    keys = {row["body"] for row in members} | {row.organisation.key for row in signatures}
    history = list(events.history(version.record_key))
    names = dict(Organisation.objects.filter(key__in=keys).values_list("key", "name"))
    return {
        "format": signed.AGREEMENT,
        **_opened_by(history),
        "made_at": _iso(at),
        "key": version.key,
        "stage": version.stage,
        "document": document.content(version),
        "document_hash": version.document_hash,
        "not_before": str(version.not_before_on or ""),
        "in_force_from": str(version.in_force_from or ""),
        "members": members,
        "signatures": [
            {
                "body": row.organisation.key,
                "document_hash": row.document_hash,
                "signed_at": _iso(row.signed_at),
                "event": row.event_number,
            }
            for row in signatures
        ],
        "bodies": names | _signed_by(history),
        "record": [signed.of_event(event) for event in history],
    }


def _opened_by(history: list[Event]) -> dict[str, Any]:
    """The alliance as it was called when the version was opened, and whether all of it is made up."""
    opened: dict[str, Any] = next((event.facts for event in history if event.verb == "agreement opened"), {})
    return {
        "alliance": opened.get("alliance", alliance.load().name),
        "is_demo": opened.get("is_demo", settings.DEMO),
    }


def _signed_by(history: list[Event]) -> dict[str, str]:
    """Those who signed, as they were called then."""
    signed = [event.facts for event in history if event.verb == "agreement signed"]
    return {facts["body"]: facts["name"] for facts in signed if "name" in facts}


def memberships() -> list[dict[str, str]]:
    """Every time in which a body was, is or will be a member: `from`, `until` (the last day; empty: no end)."""
    rows = Membership.objects.order_by("organisation__key", "from_on").values_list(
        "organisation__key", "from_on", "until_on"
    )
    return [{"body": key, "from": str(first), "until": str(last or "")} for key, first, last in rows]


def _iso(moment: datetime) -> str:
    return moment.astimezone(ZONE).isoformat(timespec="microseconds")


def keep(version: AgreementVersion, *, at: datetime) -> AgreementFile:
    """Sign the version as it stands and keep the file, in the transaction of the verb that locked it."""
    spelt = signing.canonical(content(version, at=at))
    signed = signing.sign(spelt)
    return AgreementFile.objects.create(
        agreement=version,
        content=spelt.decode(),
        content_hash=hashlib.sha256(spelt).hexdigest(),
        key_id=signed.key_id,
        signature=signed.value,
        made_at=at,
    )
