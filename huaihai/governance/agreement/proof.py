"""A version with its signatures as one file, signed by the platform: whoever holds it can check it alone.

`content` is what is signed, in canonical spelling; `document` in it gives the hash that every body signed.
"""

from typing import Any

from huaihai.governance.agreement import document
from huaihai.governance.models import AgreementVersion
from huaihai.kit import signing
from huaihai.kit.clock import ZONE


def signed_file(version: AgreementVersion) -> bytes:
    """The file as UTF-8 JSON: content, the platform's signature under its canonical spelling, and which key made it."""
    content = _content(version)
    signed = signing.sign(signing.canonical(content))
    return signing.canonical({"content": content, "key_id": signed.key_id, "signature": signed.value})


def _content(version: AgreementVersion) -> dict[str, Any]:
    signatures = version.signatures.select_related("organisation")
    return {
        "kind": "agreement",
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
