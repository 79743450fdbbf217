"""Published files are signed once, when they go out; the signature is a file beside them (docs/file-format.md)."""

import json
from datetime import datetime

from huaihai.kit.clock import ZONE
from huaihai.kit.signing import canonical, sign
from huaihai.record.models import FileSignature

FORMAT = "huaihai-signature-1"


def sign_file(*, sha256: str, of: str, name: str, at: datetime) -> None:
    """Sign the file with this SHA-256, of this format, called so; in the transaction in which it goes out. Once."""
    content = canonical(
        {
            "format": FORMAT,
            "of": of,
            "name": name,
            "sha256": sha256,
            "signed_at": at.astimezone(ZONE).isoformat(timespec="microseconds"),
        }
    )
    signed = sign(content)
    FileSignature.objects.get_or_create(
        sha256=sha256,
        defaults={"content": content.decode(), "key_id": signed.key_id, "value": signed.value},
    )


def beside(sha256: str) -> bytes | None:
    """The signature of the file with this SHA-256 as people download it; None if it was not signed."""
    held = FileSignature.objects.filter(sha256=sha256).first()
    if held is None:
        return None
    body = {
        "content": json.loads(held.content),
        "signature": {"key_id": held.key_id, "value": held.value},
    }
    return json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
