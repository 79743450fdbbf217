"""How an entry came about and where it is, as its pages tell it.

Where an entry is, in plain words for its business: what holds now, what comes next, and until when.
On days without a legal basis nobody holds a title: then all that stands in the directory is told of as that alone.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from huaihai.brands import standing as brands_standing
from huaihai.brands.entering import eligibility, nominating, verbs
from huaihai.brands.entering.eligibility import Fact
from huaihai.brands.entering.verbs import word_until
from huaihai.brands.life import DIRECTORY
from huaihai.brands.models import BusinessWord, Entry, Nomination
from huaihai.brands.office import shell
from huaihai.brands.pages import Section
from huaihai.brands.standing import back_from
from huaihai.desk.frame import actor_of
from huaihai.governance import standing
from huaihai.kit import clock, spoken
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
    word, found = verbs.accepted(entry), counted(entry)
    if word is None and not found.total:
        return None
    return Section(
        "brands/entering/public/section.html",
        {
            "by": found.words,
            "decision": verbs.passed_by(entry),
            "word": word,
            "word_free": nominating.FREE.get(word.free_version, "") if word is not None else "",
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
    sheet = verbs.newest_sheet(entry)
    found = counted(entry)
    rows = Nomination.objects.filter(entry=entry).select_related("body").order_by("-at", "-pk")[:MOST_SHOWN]
    words = BusinessWord.objects.filter(entry=entry).order_by("-at", "-pk")[:MOST_SHOWN]
    return Section(
        "brands/entering/office/section.html",
        {
            "counted": found,
            "nominations": [(row, show_bidi(row.why)) for row in rows],
            "words": [(row, show_bidi(row.reason)) for row in words],
            "word_until": verbs.word_until(entry) if entry.stage == "nominated" else None,
            "sheet": sheet,
            "facts": sheet_facts(sheet.facts) if sheet is not None else [],
            "may_check": shell.is_outsider(actor, entry) and entry.stage in ("accepted", "listed"),
            "is_office": standing.is_office(actor, on=today),
        },
    )


def holder_section(_request: HttpRequest, entry: Entry) -> Section | None:
    """For `sections.HOLDER`: by whom it was recommended, what it said, and the facts as they were stored."""
    sheet = verbs.newest_sheet(entry)
    is_decided = sheet is not None and sheet.decision.state == "agreed"
    found, word = counted(entry), verbs.accepted(entry)
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


# Stage → for a tag; its tone; what holds now; what comes next.
WORDS = {
    "nominated": (
        gettext_lazy("your word is waited for"),
        "warn",
        gettext_lazy("Somebody recommends you. Nobody outside reads it before you agree."),
        gettext_lazy("Say whether you want to take part. If you say nothing, it ends by itself."),
    ),
    "accepted": (
        gettext_lazy("facts being checked"),
        "info",
        gettext_lazy("You take part. Two people of two other cities check the facts."),
        gettext_lazy("You need do nothing. We tell you what was found."),
    ),
    "declined": (
        gettext_lazy("ended"),
        "calm",
        gettext_lazy("This went no further."),
        gettext_lazy("You can apply again at any time."),
    ),
    "listed": (
        gettext_lazy("in the directory"),
        "ok",
        gettext_lazy(
            "You are in the directory. Everybody can read your pledges and how complaints were settled."
        ),
        gettext_lazy("Keep what you promise, and answer in time: that is all that counts here."),
    ),
    "assessing": (
        gettext_lazy("being assessed"),
        "info",
        gettext_lazy("Two assessors of two cities assess you, each without knowing what the other found."),
        gettext_lazy("You need do nothing. You are told the result with its reasons."),
    ),
    "notice": (
        gettext_lazy("public notice"),
        "warn",
        gettext_lazy("Everybody can read that you are to be admitted, and can object with reasons."),
        gettext_lazy("If somebody objects, you are heard. Then the alliance votes."),
    ),
    "voting": (
        gettext_lazy("before the alliance"),
        "warn",
        gettext_lazy("The cities of the alliance vote."),
        gettext_lazy("You are told how they decided."),
    ),
    "held": (
        gettext_lazy("you hold the mark"),
        "ok",
        gettext_lazy("You hold the mark, for the place that it names."),
        gettext_lazy(
            "It is good until %(day)s and follows your conduct. Before that day the alliance decides again."
        ),
    ),
    "suspended": (
        gettext_lazy("mark suspended"),
        "late",
        gettext_lazy("You may not use the mark for now. Take it down where customers see it."),
        gettext_lazy("The proceeding below says why, what you can do, and until when."),
    ),
    "removed": (
        gettext_lazy("removed"),
        "late",
        gettext_lazy("The entry was removed by a vote of the alliance."),
        gettext_lazy("The proceeding below says whether and until when you can appeal."),
    ),
    "left": (
        gettext_lazy("you have left"),
        "calm",
        gettext_lazy("The entry has left the directory."),
        gettext_lazy("You can apply again at any time."),
    ),
}


@dataclass(frozen=True)
class StageWords:
    """`short` for a tag, `now` and `next` as sentences, `until` a day or None."""

    short: str
    tone: str
    now: str
    next: str
    until: date | None


def stage_told(entry: Entry, today: date) -> StageWords:
    """What the business reads of its entry on this day."""
    short, tone, now, after = WORDS[_stage(entry, gives_title=brands_standing.gives_title(today))]
    sentences = [str(after) % {"day": spoken.full_day(entry.held_until) if entry.held_until else ""}]
    if entry.stage == "removed" and (again_on := back_from(entry)) is not None:
        sentences.append(_("The same can come back from %(day)s on.") % {"day": spoken.full_day(again_on)})
    until = word_until(entry) if entry.stage == "nominated" else None
    return StageWords(str(short), tone, str(now), spoken.run_on(sentences), until)


def stage_in_short(entry: Entry, *, gives_title: bool) -> str:
    """The same for a tag in a list, whose form of the programme is known."""
    return str(WORDS[_stage(entry, gives_title=gives_title)][0])


def _stage(entry: Entry, *, gives_title: bool) -> str:
    return "listed" if entry.stage in DIRECTORY and not gives_title else entry.stage
