"""The index of CAP messages and each message."""

from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import condition, conditional_page, require_safe

from huaihai import alliance
from huaihai.education.feeds import addresses, answers, entries, writers, xml_words
from huaihai.education.feeds.cap import codes, messages
from huaihai.education.models import Edition
from huaihai.kit import guards
from huaihai.kit.clock import ZONE

CONTENT_TYPE = "application/cap+xml"


class CapIndex(writers.AtomFeed):
    """Each entry's link leads to a message and says of what type it is."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        handler.addQuickElement(
            "link", "", {"rel": "alternate", "type": CONTENT_TYPE, "href": item["message"]}
        )
        super().add_item_elements(handler, item)


def last_modified(_request: HttpRequest) -> datetime | None:
    """The last going out."""
    last: datetime | None = messages.all_out().order_by().aggregate(last=Max("out_at"))["last"]
    return last


def etag(request: HttpRequest) -> str:
    """Changes with each going out and with the address asked."""
    last = last_modified(request)
    told = f"{settings.DEMO}{addresses.base(request)}{last.isoformat() if last else ''}"
    return f'"{uuid5(NAMESPACE_URL, told)}"'


@require_safe
@guards.public
@condition(etag_func=etag, last_modified_func=last_modified)
def index(request: HttpRequest) -> HttpResponse:
    """The newest messages as an Atom feed."""
    base = addresses.base(request)
    with translation.override(settings.LANGUAGE_CODE):
        feed = CapIndex(
            title=f"{alliance.load().platform_name} · CAP 1.2",
            link=f"{base}{reverse('warnings')}",
            description=_("Each alert, update and cancellation as a message of its own."),
            subtitle=_("Each alert, update and cancellation as a message of its own."),
            language=writers.LANGUAGE,
            feed_url=f"{base}{reverse('cap-index')}",
            feed_guid=f"urn:uuid:{uuid5(NAMESPACE_URL, f'{alliance.load().key}/cap')}",
        )
        for edition in messages.with_words(messages.all_out())[: entries.NEWEST]:
            _add(feed, edition, base)
        return answers.document(feed.writeString("utf-8"), "application/atom+xml")


@require_safe
@guards.public
@conditional_page
def message(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """One message."""
    with translation.override(settings.LANGUAGE_CODE):
        found = messages.of(identifier, sender=addresses.host(request))
        if found is None:
            raise Http404
        context = {
            "message": found,
            "sender": addresses.host(request),
            "status": "Exercise" if settings.DEMO else "Actual",
            "web": f"{addresses.base(request)}{found.path}",
        }
        body = xml_words.clean(render_to_string("education/feeds/cap.xml", context))
    return answers.document(body, CONTENT_TYPE)


def _add(feed: CapIndex, edition: Edition, base: str) -> None:
    version = messages.version_of(edition)
    sent = messages.sent_at(edition).astimezone(ZONE)
    feed.add_item(
        title=xml_words.clean(messages.headline(edition, version)),
        link=f"{base}{edition.publication.get_absolute_url()}",
        message=f"{base}{reverse('cap-message', args=[edition.pk])}",
        description=f"CAP 1.2 {codes.message_type(edition)}",
        unique_id=f"urn:uuid:{edition.pk}",
        pubdate=sent,
        updateddate=sent,
        authors=[xml_words.clean(name) for name in entries.signers(edition.publication, edition)],
    )
