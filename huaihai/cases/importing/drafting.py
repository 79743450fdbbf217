"""Messages become drafts of the home body: each once, and every other one is accounted for in the report."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from huaihai.cases.importing import exports
from huaihai.cases.importing.reading import Message, recognise, word_list
from huaihai.cases.models import Case, ElsewhereNumber
from huaihai.cases.verbs.care import set_contact
from huaihai.cases.verbs.intake import start_draft
from huaihai.kit.text import masking
from huaihai.kit.text.normalise import UnstorableTextError, fold, storable, storable_name
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events

LONGEST_STORY = 10_000  # characters
TITLE_LENGTH = 80
KEY_LENGTH = 64
AT_ONCE = 100  # drafts in one transaction: a server beside us waits for it
TAKEN = "taken"
REASONS = (
    "imported_before",
    "empty",
    "unreadable",
    "broken_row",
    "too_long",
    "same_id",
    "same_text",
    "no_consumer_word",
    "too_few_points",
)
OF_EXPORTS = (
    "known_number",
    "no_number",
    "rounded_number",
)  # why a row of another platform's file is not taken


@dataclass
class Outcome:
    """What became of every message, by its id; never its text."""

    source: str
    seen: int = 0
    ids: dict[str, list[str]] = field(
        default_factory=lambda: {name: [] for name in (TAKEN, *REASONS, *OF_EXPORTS)}
    )
    groups: Counter[str] = field(default_factory=Counter)

    @property
    def taken(self) -> int:
        return len(self.ids[TAKEN])

    def note(self, message: Message, what: str) -> None:
        self.seen += 1
        self.ids[what].append(message.id)


def draft_all(
    messages: Iterable[Message],
    *,
    source: str,
    home: Organisation,
    by: Actor,
    at: datetime,
    platform: str = "",
) -> Outcome:
    """Make a draft of each consumer matter, or of each row of a platform's export. Again with the same file and
    source: nothing new."""
    sieve = _Sieve(Outcome(source), by, platform)
    for some in batched(messages, AT_ONCE):
        with transaction.atomic():
            sieve.look_up(some)
            for message in some:
                what = sieve.reason(message)
                if what == TAKEN and not _draft(message, sieve, home, at):
                    what = "imported_before"
                sieve.outcome.note(message, what)
    return sieve.outcome


@dataclass(frozen=True)
class Looked:
    """What would come of a list: the messages that become drafts, and the others with the reason."""

    taken: list[Message]
    left: list[tuple[Message, str]]


def look(messages: Iterable[Message], *, source: str, by: Actor, platform: str = "") -> Looked:
    """The same sieve, without writing anything."""
    sieve, found = _Sieve(Outcome(source), by, platform), Looked([], [])
    for some in batched(messages, AT_ONCE):
        sieve.look_up(some)
        for message in some:
            what = sieve.reason(message)
            if what == TAKEN:
                found.taken.append(message)
            else:
                found.left.append((message, what))
    return found


def key_of(source: str, message_id: str) -> str:
    """The draft's client key: source and id, or their fingerprint where they are long."""
    key = f"{source}:{message_id}"
    return key if len(key) <= KEY_LENGTH else hashlib.sha256(key.encode()).hexdigest()


@dataclass
class _Sieve:
    """What was seen so far in this file, and which of the next messages were imported before or are here already."""

    outcome: Outcome
    by: Actor
    platform: str = ""
    held: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)

    def look_up(self, some: Sequence[Message]) -> None:
        """Before the reasons of these are asked for: which of them were imported, whatever became of the draft, and
        of which numbers cases were written down by hand."""
        some = [one for one in some if is_storable(one)]
        seen = Case.objects.visible_to(self.by)
        keys = {key_of(self.outcome.source, message.id) for message in some}
        self.held = set(seen.filter(client_key__in=keys).values_list("client_key", flat=True))
        if self.platform:
            there = ElsewhereNumber.objects.filter(platform=self.platform, case__in=seen.order_by())
            asked = {_number(message) for message in some}
            self.numbers = set(there.filter(number__in=asked).values_list("number", flat=True))
            if self.platform == ElsewhereNumber.Platform.REGULATOR:  # of what a regulator entrusted
                rows = seen.filter(origin=Case.Origin.ENTRUSTED, regulator_number__in=asked)
                self.numbers |= set(rows.values_list("regulator_number", flat=True))

    def reason(self, message: Message) -> str:
        """Why it is not taken, or TAKEN. What was seen comes first, then what cannot be kept, then the words."""
        text = fold(message.title + "\n" + message.text)
        is_again, is_same = message.id in self.ids, text in self.texts
        self.ids.add(message.id)
        self.texts.add(text)
        is_export = bool(self.platform)
        holds = {
            "no_number": is_export and not message.has_number,
            "rounded_number": is_export and bool(exports.ROUNDED.fullmatch(message.id)),
            "same_id": is_again,
            "imported_before": key_of(self.outcome.source, message.id) in self.held,
            "known_number": _number(message) in self.numbers,
            "broken_row": not message.fits,
            "empty": not message.text.strip(),
            "unreadable": not is_storable(message),
            "too_long": len(message.text) + sum(map(len, message.more.values())) > LONGEST_STORY,
            "same_text": is_same and not is_export,  # two that complain alike have two numbers
        }
        found = next((name for name, is_so in holds.items() if is_so), "")
        return found or (TAKEN if is_export else self._by_words(message))

    def _by_words(self, message: Message) -> str:
        found = recognise(message.title, message.text)
        if found.is_consumer_matter:
            self.outcome.groups.update(found.groups)
            return TAKEN
        return "too_few_points" if found.has_consumer_word else "no_consumer_word"


def _number(message: Message) -> str:
    """As it is kept."""
    return message.id[: exports.LONGEST_NUMBER]


def is_storable(message: Message) -> bool:
    """Whether a database takes all that it says."""
    try:
        said = (message.id, message.written_at, message.title, message.text, *message.more.values())
        storable("".join(said))
    except UnstorableTextError:
        return False
    return True


def _draft(message: Message, sieve: _Sieve, home: Organisation, at: datetime) -> bool:
    """One draft with the text whole; False if somebody else has just imported it."""
    source, by, platform = sieve.outcome.source, sieve.by, sieve.platform
    row = exports.row_of(message) if platform else None
    text = row.story if row else storable(message.text)
    title = masking.mask(storable_name(message.title) or text.strip().splitlines()[0]).text
    try:
        with transaction.atomic():
            case = start_draft(
                by=by,
                at=at,
                origin=Case.Origin.IMPORTED,
                home=home,
                client_key=key_of(source, message.id),
                title=masking.without_names(title, row.name if row else "")[:TITLE_LENGTH],
                story=text,
                **(row.answers if row else {}),
            )
            if row:
                set_contact(case, name=row.name, phone=row.phone, address=row.address)
                ElsewhereNumber.objects.create(
                    case=case, platform=platform, number=_number(message), due_on=row.due_on
                )
            facts = {"source": source, "message": message.id, "written_at": message.written_at}
            events.write(subject=case.record_key, verb="imported", by=by.key, at=at, facts=facts)
    except IntegrityError:
        return False
    return True


WHY: dict[str, Promise | str] = {
    "imported_before": _("imported before"),
    "empty": _("no text"),
    "unreadable": _("characters that cannot be stored"),
    "broken_row": _("the row does not have as many columns as the head"),
    "too_long": _("longer than 10,000 characters"),
    "same_id": _("the number stands in the file twice"),
    "same_text": _("the same text stands in the file already"),
    "no_consumer_word": _("no word of the list"),
    "too_few_points": _("some words of the list, but too few points"),
    "known_number": _("a case here has this number already"),
    "no_number": _("no number of the platform"),
    "rounded_number": _("Excel has rounded this number; write the column out as text"),
}


def as_data(outcome: Outcome, home: Organisation, *, with_ids: bool) -> dict[str, Any]:
    """For programs. Ids only, never a text."""
    told: dict[str, Any] = {
        "source": outcome.source,
        "home": home.key,
        "seen": outcome.seen,
        "taken": outcome.taken,
        "not_taken": {reason: len(outcome.ids[reason]) for reason in REASONS},
        "taken_by_group": dict(outcome.groups.most_common()),
        "threshold": word_list().threshold,
    }
    if with_ids:
        told["ids"] = {name: outcome.ids[name] for name in (TAKEN, *REASONS)}
    return told


def as_json(outcome: Outcome, home: Organisation, *, with_ids: bool = False) -> str:
    return json.dumps(as_data(outcome, home, with_ids=with_ids), ensure_ascii=False, indent=2)


def as_lines(outcome: Outcome, home: Organisation) -> list[str]:
    """For people."""
    told = {"seen": outcome.seen, "taken": outcome.taken, "home": home.name}
    first = now("%(seen)s messages read; %(taken)s became drafts of %(home)s.") % told
    left = outcome.seen - outcome.taken
    lines = [first, now("Not taken: %(left)s.") % {"left": left}]
    lines += [f"  {len(outcome.ids[reason]):>6}  {WHY[reason]}" for reason in REASONS if outcome.ids[reason]]
    return lines
