"""Published files are signed once, when they go out; the signature is a file beside them (docs/file-format.md)."""

import json
from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from huaihai.kit.clock import ZONE
from huaihai.kit.signing import canonical, is_genuine, sign
from huaihai.record.models import FileSignature
from huaihai.record.verify.findings import line

FORMAT = "huaihai-signature-1"


def sign_file(*, sha256: str, of: str, name: str, at: datetime) -> None:
    """Sign the file with this SHA-256, of this format, called so; in the transaction in which it goes out. Once."""
    content = _content(sha256, of, name, at)
    signed = sign(content)
    FileSignature.objects.get_or_create(
        sha256=sha256,
        defaults={"content": content.decode(), "key_id": signed.key_id, "value": signed.value},
    )


def signed(*, sha256: str, of: str, name: str, at: datetime) -> bytes:
    """The same signature under a file that is made for one reader and kept by nobody here: the file beside it."""
    content = _content(sha256, of, name, at)
    made = sign(content)
    return _file(content.decode(), made.key_id, made.value)


def _content(sha256: str, of: str, name: str, at: datetime) -> bytes:
    return canonical(
        {
            "format": FORMAT,
            "of": of,
            "name": name,
            "sha256": sha256,
            "signed_at": at.astimezone(ZONE).isoformat(timespec="microseconds"),
        }
    )


def beside(sha256: str) -> bytes | None:
    """The signature of the file with this SHA-256 as people download it; None if it was not signed."""
    held = FileSignature.objects.filter(sha256=sha256).first()
    if held is None:
        return None
    return _file(held.content, held.key_id, held.value)


def _file(content: str, key_id: str, value: str) -> bytes:
    body = {"content": json.loads(content), "signature": {"key_id": key_id, "value": value}}
    return json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def findings() -> Iterator[str]:
    """Every signature beside a file that does not fit."""
    for held in FileSignature.objects.order_by("pk").iterator(1_000):
        is_of_it = _names(held.content) == held.sha256
        if not is_of_it or not is_genuine(held.content.encode(), key_id=held.key_id, value=held.value):
            name = _("signature beside the file %(name)s…") % {"name": held.sha256[:12]}
            yield line(name, _("does not fit"))


def _names(content: str) -> str:
    """Of which file a signed content is; "" if it does not say."""
    try:
        return str(json.loads(content)["sha256"])
    except (LookupError, TypeError, ValueError):
        return ""
