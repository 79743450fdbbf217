"""A version with its signatures as one file, signed by the platform: whoever holds it can check it alone.

What the bodies signed is `document` in the file's content; its SHA-256 in canonical spelling is the hash that stands
with every signature.
"""

from typing import Any

from huaihai.governance.agreement import document
from huaihai.governance.models import AgreementVersion
from huaihai.governance.signed_file import wrap
from huaihai.kit import signing
from huaihai.kit.clock import ZONE

FORMAT = "huaihai-agreement-1"


def signed_file(version: AgreementVersion) -> bytes:
    """The file: content, and the platform's signature under its canonical spelling."""
    spelt = signing.canonical(_content(version))
    signed = signing.sign(spelt)
    return wrap(spelt.decode(), key_id=signed.key_id, signature=signed.value)


def _content(version: AgreementVersion) -> dict[str, Any]:
    signatures = version.signatures.select_related("organisation")
    return {
        "format": FORMAT,
        "key": version.key,
        "stage": version.stage,
        "document": document.content(version),
        "document_hash": version.document_hash,
        "not_before": str(version.not_before_on or ""),
        "in_force_from": str(version.in_force_from or ""),
        "signatures": [
            {
                "body": row.organisation.key,
                "name": row.organisation.name,
                "document_hash": row.document_hash,
                "signed_at": row.signed_at.astimezone(ZONE).isoformat(timespec="seconds"),
                "event": row.event_number,
            }
            for row in signatures
        ],
    }
