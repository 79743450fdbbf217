"""Channels that are asked for: all are made from the shown version, so its fingerprint is what they serve now."""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.education.models import Edition, Publication
from huaihai.kit import local_words


@dataclass(frozen=True)
class Served:
    """One channel: what it is called, where it stands, and the fingerprint of the text that it gives now."""

    label: str
    url: str
    fingerprint: str
    is_right: bool


def served(publication: Publication, last: Edition | None) -> list[Served]:
    """The channels of a publication; right is the text of the last edition that brought one."""
    version = publication.shown
    fingerprint = version.document_hash if version else ""
    wanted = last.version.document_hash if last is not None and last.version is not None else ""
    is_right = bool(wanted) and fingerprint == wanted
    return [
        Served(label, url, fingerprint, is_right) for label, url in _places(publication) if url is not None
    ]


def _places(publication: Publication) -> list[tuple[str, str | None]]:
    slug = publication.slug
    places: list[tuple[str, str | None]] = [(_("Public page"), publication.get_absolute_url())]
    if publication.kind not in Publication.ALERTS:
        return places
    cities = [row.city for row in publication.city_rows.all() if row.is_shown]
    places += [
        (
            _("Page of %(city)s") % {"city": local_words.place(city.place_name)},
            _url("city-warnings", city.region_code),
        )
        for city in cities
    ]
    return [
        *places,
        ("Atom", _url("warnings-atom")),
        ("RSS", _url("warnings-rss")),
        ("JSON Feed", _url("warnings-json")),
        ("CAP 1.2", _url("cap-index")),
        (_("On the sites of the cities (embedded)"), _url("embed-warnings")),
        (_("Poster A4"), _url("paper-poster-a4", slug)),
        (_("Poster A3"), _url("paper-poster-a3", slug)),
        (pgettext("channel", "Long picture"), _url("paper-picture", slug)),
        (pgettext("channel", "WeChat article"), _url("paper-wechat", slug)),
        (pgettext("channel", "Words for SMS and loudspeaker"), _url("paper-texts", slug)),
        (pgettext("channel", "Check of products"), _url("check")),
    ]


def _url(name: str, *args: Any) -> str | None:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:  # a channel that this installation leaves out
        return None
