"""Published statistics as they are kept: each file is there, signed, and names the one before it."""

import hashlib
import json
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from huaihai.insight.models import BusinessIndex, Release, ScoredYear
from huaihai.kit.canonical import canonical
from huaihai.kit.filestore import open_original
from huaihai.kit.sealing import CannotOpen
from huaihai.kit.signing import is_genuine
from huaihai.record.models import Event
from huaihai.record.verify.findings import line


def findings() -> Iterator[str]:
    """Everything that does not fit."""
    yield from _chain(Release.objects.order_by("number"), _("statistics, release %(n)d"))
    yield from _chain(
        BusinessIndex.objects.published().order_by("number"), _("index of businesses, issue %(n)d")
    )
    for closed in ScoredYear.objects.order_by("year"):
        named = _("early warning, year %(n)d") % {"n": closed.year}
        yield from (line(named, one) for one in _of_year(closed))


def _chain(releases: Iterable[Release | BusinessIndex], named: str) -> Iterator[str]:
    before = ""
    for release in releases:
        wrong = list(_of(release))
        if release.previous_hash != before:
            wrong.append(_("does not name the release before it"))
        before = release.file_hash
        yield from (line(named % {"n": release.number}, one) for one in wrong)


def _of(release: Release | BusinessIndex) -> Iterator[str]:
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


def _of_year(closed: ScoredYear) -> Iterator[str]:
    noted = Event.objects.filter(verb="early_warning_scored", facts__year=closed.year).first()
    if noted is None or noted.facts["sha256"] != hashlib.sha256(closed.file.encode()).hexdigest():
        yield _("its file was exchanged")
        return
    signed = json.loads(closed.file)
    if not is_genuine(canonical(signed["content"]), **signed["signature"]):
        yield _("its signature does not fit")
