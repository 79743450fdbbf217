"""What pages tell of how an entry came about: by whom it was nominated, in counts; that no money was taken."""

from dataclasses import dataclass

from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huaihai.brands.entering import eligibility, texts
from huaihai.brands.entering.actions import answering, checking
from huaihai.brands.entering.eligibility import Fact
from huaihai.brands.models import BusinessWord, Entry, Nomination
from huaihai.brands.office import shell
from huaihai.brands.sections import Section
from huaihai.desk.frame import actor_of
from huaihai.governance import standing
from huaihai.kit import clock
from huaihai.kit.text.normalise import show_bidi

MOST_SHOWN = 20


@dataclass(frozen=True)
class Counted:
    """How often it was nominated, in all and in words by whom."""

    total: int
    words: list[str]


def counted(entry: Entry) -> Counted:
    """Nominations of an entry; one query."""
    rows = Nomination.objects.filter(entry=entry).order_by().values_list("origin").annotate(n=Count("pk"))
    held = dict(rows)
    words = []
    if n := held.get(Entry.Origin.CONSUMER, 0):
        words.append(ngettext("%(n)s consumer", "%(n)s consumers", n) % {"n": n})
    if held.get(Entry.Origin.CITY):
        words.append(_("the consumer association of its city"))
    if held.get(Entry.Origin.SELF):
        words.append(_("the business itself"))
    return Counted(sum(held.values()), words)


def public_section(_request: HttpRequest, entry: Entry) -> Section | None:
    """For `sections.PUBLIC`: three queries."""
    word, found = answering.accepted(entry), counted(entry)
    if word is None and not found.total:
        return None
    return Section(
        "brands/entering/public/section.html",
        {
            "by": found.words,
            "decision": checking.passed_by(entry),
            "word": word,
            "word_free": texts.FREE.get(word.free_version, "") if word is not None else "",
            "nominators_free": ngettext(
                "Whoever recommended it declared the same.",
                "All %(n)s who recommended it declared the same.",
                found.total,
            )
            % {"n": found.total}
            if found.total
            else "",
        },
    )


def office_section(request: HttpRequest, entry: Entry) -> Section | None:
    """For `sections.OFFICE`: nominations, the word of the business, the facts, the next step."""
    actor, today = actor_of(request), clock.today()
    sheet = checking.newest_sheet(entry)
    found = counted(entry)
    rows = Nomination.objects.filter(entry=entry).select_related("body").order_by("-at", "-pk")[:MOST_SHOWN]
    words = BusinessWord.objects.filter(entry=entry).order_by("-at", "-pk")[:MOST_SHOWN]
    return Section(
        "brands/entering/office/section.html",
        {
            "counted": found,
            "nominations": [(row, show_bidi(row.why)) for row in rows],
            "words": [(row, show_bidi(row.reason)) for row in words],
            "word_until": answering.word_until(entry) if entry.stage == "nominated" else None,
            "sheet": sheet,
            "facts": sheet_facts(sheet.facts) if sheet is not None else [],
            "may_check": shell.is_outsider(actor, entry) and entry.stage in ("accepted", "listed"),
            "is_office": standing.is_office(actor, on=today),
        },
    )


def holder_section(_request: HttpRequest, entry: Entry) -> Section | None:
    """For `sections.HOLDER`: by whom it was recommended, what it said, and the facts as they were stored."""
    sheet = checking.newest_sheet(entry)
    is_decided = sheet is not None and sheet.decision.state == "agreed"
    found, word = counted(entry), answering.accepted(entry)
    if not found.total and word is None and not is_decided:
        return None
    return Section(
        "brands/entering/business/section.html",
        {
            "counted": found,
            "word": word,
            "sheet": sheet if is_decided else None,
            "facts": sheet_facts(sheet.facts) if is_decided and sheet is not None else [],
        },
    )


def sheet_facts(rows: list[dict[str, object]]) -> list[Fact]:
    """Facts of a sheet, to be shown."""
    return [eligibility.of_json(row) for row in rows]
