"""Published statistics as they are kept: each file is there, signed, and names the one before it."""

import hashlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from huaihai.insight.models import Release
from huaihai.kit.filestore import open_original
from huaihai.kit.sealing import CannotOpen
from huaihai.kit.signing import is_genuine
from huaihai.record.verify.findings import line


def findings() -> Iterator[str]:
    """Everything that does not fit."""
    before = ""
    for release in Release.objects.order_by("number"):
        wrong = list(_of(release))
        if release.previous_hash != before:
            wrong.append(_("does not name the release before it"))
        before = release.file_hash
        name = _("statistics, release %(n)d") % {"n": release.number}
        yield from (line(name, one) for one in wrong)


def _of(release: Release) -> Iterator[str]:
    for name in (release.file_hash, release.csv_hash):
        try:
            content = b"".join(open_original(name))
        except FileNotFoundError:
            yield _("its file is gone")
            continue
        except (CannotOpen, ValueError):
            yield _("its file was changed or is damaged")
            continue
        if hashlib.sha256(content).hexdigest() != name:
            yield _("its file was exchanged")
        elif name == release.file_hash and not is_genuine(
            content, key_id=release.key_id, value=release.signature
        ):
            yield _("its signature does not fit")
