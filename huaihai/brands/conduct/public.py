"""The public log as a page and as feeds, and the part of an entry's public page."""

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from huaihai.brands import standing
from huaihai.brands.catalogue.urls import NUMBER
from huaihai.brands.conduct import facts as conduct_facts
from huaihai.brands.models import Entry, LogLine
from huaihai.brands.pages import Section
from huaihai.education.feeds import writers
from huaihai.education.feeds.writers import Entry as FeedEntry
from huaihai.governance import membership
from huaihai.kit import clock, guards, local_words
from huaihai.kit.network import site_of
from huaihai.kit.paging import page_of
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

NEWEST_OF_ENTRY = 8
IN_FEED = 50
FORMATS = {"atom": "application/atom+xml", "json": "application/feed+json"}

NARROWED = {"city": "body__region_code", "kind": "kind", "what": "verb", "entry": "entry__number"}


@dataclass(frozen=True)
class Chosen:
    """How the log is narrowed; empty: not at all. `is_there`: whether there is the entry that was asked for."""

    city: str = ""
    kind: str = ""
    what: str = ""
    entry: str = ""
    is_there: bool = True

    def rows(self, *, titled: bool) -> "QuerySet[LogLine, Any]":
        """The lines asked for, newest first."""
        if not self.is_there:
            return LogLine.objects.none()
        held = {name: getattr(self, key) for key, name in NARROWED.items() if getattr(self, key)}
        return conduct_facts.lines(titled=titled).filter(**held)


@require_safe
@guards.same_for_all
def log(request: HttpRequest) -> HttpResponse:
    """Every change of standing and every step of a proceeding, newest first."""
    titled = standing.gives_title(clock.today())
    bodies = membership.members_on(clock.today())
    chosen = _chosen(request.GET, bodies, titled=titled)
    page = page_of(chosen.rows(titled=titled), request.GET.get("page"))
    context = {
        "page": page,
        "lines": conduct_facts.lines_in_words(page.rows, titled=titled),
        "chosen": chosen,
        "bodies": bodies,
        "kinds": Entry.Kind.choices,
        "whats": whats(titled=titled),
        "titled": titled,
        "query": _query(chosen),
    }
    return render(request, "brands/conduct/log.html", context)


@require_safe
@guards.public
def feed(request: HttpRequest, form: str) -> HttpResponse:
    """The newest fifty lines for programs, in Chinese, narrowed as the page."""
    titled = standing.gives_title(clock.today())
    chosen = _chosen(request.GET, membership.members_on(clock.today()), titled=titled)
    base = site_of(request)
    with translation.override(settings.LANGUAGE_CODE):
        rows = conduct_facts.lines_in_words(chosen.rows(titled=titled)[:IN_FEED], titled=titled)
        entries = [_feed_entry(one, base) for one in rows]
        about = writers.About(
            id=f"{base}{reverse('brand-log')}",
            title=str(_("Log of conduct")),
            description=str(_("Every change of standing, with its rule, facts and reasons.")),
            home=f"{base}{reverse('brand-log')}",
            here=f"{base}{request.get_full_path()}",
        )
        body = (
            writers.atom(about, entries)
            if form == "atom"
            else json.dumps(writers.json_feed(about, entries), ensure_ascii=False)
        )
    return writers.document(body, FORMATS[form])


def public_section(_request: HttpRequest, entry: Entry) -> Section | None:
    """What the public page of an entry says about its conduct; in both forms of the programme."""
    titled = standing.gives_title(clock.today())
    rows = conduct_facts.lines(titled=titled).filter(entry=entry)[: NEWEST_OF_ENTRY + 1]
    found = conduct_facts.lines_in_words(rows, titled=titled)
    facts = {
        "lines": found[:NEWEST_OF_ENTRY],
        "has_more": len(found) > NEWEST_OF_ENTRY,
        "open": conduct_facts.proceedings(entry, titled=titled, only_open=True),
        "entry": entry,
    }
    return Section("brands/conduct/public_section.html", facts)


def whats(*, titled: bool) -> list[tuple[str, str]]:
    """What can be asked for: the verbs that people look for, in words."""
    found = [
        ("suspend", pgettext("log", "suspended")),
        ("restore", pgettext("log", "restored")),
        ("remove", pgettext("log", "removed")),
        ("reinstate", pgettext("log", "removal set aside")),
        ("warned", pgettext("log", "warned")),
        ("proceeding_opened", pgettext("log", "proceeding opened")),
        ("proceeding_overdue", pgettext("log", "overdue")),
        ("appealed", pgettext("log", "appealed against")),
        ("panel_upheld", pgettext("log", "upheld by the panel")),
        ("panel_set_aside", pgettext("log", "set aside by the panel")),
        ("leave", pgettext("log", "left")),
    ]
    given = [
        ("admit", pgettext("log", "mark given")),
        ("renew", pgettext("log", "mark renewed")),
        ("expire", pgettext("log", "mark ended")),
    ]
    return [*found, *given] if titled else found


def _chosen(asked: QueryDict, bodies: list[Organisation], *, titled: bool) -> Chosen:
    number = asked.get("entry", "")
    return Chosen(
        city=_one_of(asked.get("city", ""), [body.region_code for body in bodies]),
        kind=_one_of(asked.get("kind", ""), Entry.Kind.values),
        what=_one_of(asked.get("what", ""), [key for key, _label in whats(titled=titled)]),
        entry=number if is_number(number) else "",
        is_there=not number or _is_there(number),
    )


def _is_there(number: str) -> bool:
    """Whether everybody may read of an entry with this number."""
    rows = Entry.objects.visible_to(Actor.public())
    return is_number(number) and rows.filter(number=number).exists()


def is_number(typed: str) -> bool:
    """Whether this can be an entry's number."""
    return re.fullmatch(NUMBER, typed) is not None and typed.isascii()


def _query(chosen: Chosen) -> str:
    return urlencode({key: getattr(chosen, key) for key in NARROWED if getattr(chosen, key)})


def _feed_entry(one: conduct_facts.LineInWords, base: str) -> FeedEntry:
    parts = [part for part in (one.words, one.cause, one.reasons, one.minutes) if part]
    content = format_html_join("", "<p>{}</p>", ((part,) for part in parts))
    name = local_words.in_script(one.row.entry.name)
    return FeedEntry(
        id=f"{base}{reverse('brand-log')}#{one.key}",
        url=f"{base}{one.url}",
        title=_("%(name)s: %(words)s") % {"name": name, "words": one.words},
        summary=one.words,
        content=content,
        published_at=one.row.at,
        updated_at=one.row.at,
        authors=[one.row.body.name],
        categories=[one.row.verb, one.row.body.region_code, one.row.kind],
        facts={
            "entry": one.row.entry.number,
            "verb": one.row.verb,
            "proceeding": one.row.facts.get("number", ""),
            "on": one.on.isoformat(),
            "due_on": one.row.facts.get("due_on", ""),
        },
    )


def _one_of(typed: str, known: list[str]) -> str:
    return typed if typed in known else ""
