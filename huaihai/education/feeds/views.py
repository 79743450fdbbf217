"""The feeds of all warnings, of one city, on one topic, in three formats."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from huaihai import alliance
from huaihai.education.feeds import addresses, answers, entries, writers
from huaihai.education.feeds.writers import About
from huaihai.education.public.warnings import narrowing
from huaihai.education.public.warnings.narrowing import Narrowing
from huaihai.kit import guards

WRITERS: dict[str, tuple[str, Callable[[About, list[entries.Entry]], str]]] = {
    "atom": ("application/atom+xml", writers.atom),
    "rss": ("application/rss+xml", writers.rss),
    "json": (
        "application/feed+json",
        lambda about, found: json.dumps(writers.json_feed(about, found), ensure_ascii=False),
    ),
}
REVISION = 1  # grows when an entry is written in another way, so that no reader keeps the old one


def etag(request: HttpRequest, *, form: str, city: str = "", topic: str = "") -> str:
    """Changes with the state of the texts, the address asked and the way in which they are written."""
    state = entries.state(narrowing.named(city=city, topic=topic).rows())
    told = repr((REVISION, form, settings.DEMO, addresses.base(request), state))
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'


def last_modified(_request: HttpRequest, *, form: str, city: str = "", topic: str = "") -> datetime | None:
    """The last going out or reply."""
    del form
    _n, out_at, replied_at = entries.state(narrowing.named(city=city, topic=topic).rows())
    return max(filter(None, (out_at, replied_at)), default=None)


@require_safe
@guards.public
@condition(etag_func=etag, last_modified_func=last_modified)
def feed(request: HttpRequest, *, form: str, city: str = "", topic: str = "") -> HttpResponse:
    """The newest fifty, in the format `form`. In Chinese, whatever the reader of pages chose."""
    chosen = narrowing.named(city=city, topic=topic)
    content_type, write = WRITERS[form]
    base = addresses.base(request)
    with translation.override(settings.LANGUAGE_CODE):
        body = write(_about(chosen, base, form), entries.newest(chosen.rows(), base=base))
    return answers.document(body, content_type)


def _about(chosen: Narrowing, base: str, form: str) -> About:
    title = " · ".join([alliance.load().platform_name, *chosen.words, _("Warnings and tips")])
    demo = _("demo data") if settings.DEMO else ""
    return About(
        id=f"urn:uuid:{uuid5(NAMESPACE_URL, f'{alliance.load().key}{chosen.path}')}",
        title=f"{title} · {demo}" if demo else title,
        description=_(
            "Warnings, tips, notices and exposures signed by the cities; with corrections and withdrawals."
        ),
        home=f"{base}{chosen.path}/",
        here=f"{base}{chosen.path}.{form}",
    )
