"""What the pages of a hand-over say: whose turn it is, what is on the list, who signed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from huaihai.governance import rotation
from huaihai.governance.hand_over.kinds import KINDS
from huaihai.governance.models import HandOver, HandOverItem, HandOverList, HandOverSignature
from huaihai.kit import local_words, spoken
from huaihai.members.models import Account, Organisation
from huaihai.record import events

TONES = {"planned": "", "listed": "warn", "half_signed": "warn", "signed": "ok", "done": "ok"}


@dataclass(frozen=True)
class Side:
    """One of the two bodies, and its signature under the list in force."""

    key: str
    label: str
    body: Organisation
    signature: HandOverSignature | None
    person: str


@dataclass(frozen=True)
class KindCount:
    """How many lines of a kind a list has."""

    kind: str
    label: Promise | str
    count: int
    explained: int


def sides(hand_over: HandOver, taken: HandOverList | None) -> list[Side]:
    """Who hands over and who takes over, with their signatures."""
    rows = list(taken.signatures.all()) if taken else []
    signed = {row.side: row for row in rows}
    people = _people(row.signed_by for row in rows)
    return [
        Side(
            key,
            str(label),
            body,
            signed.get(key),
            people.get(signed[key].signed_by, "") if key in signed else "",
        )
        for key, label, body in (
            ("from", HandOverSignature.Side.FROM.label, hand_over.from_body),
            ("to", HandOverSignature.Side.TO.label, hand_over.to_body),
        )
    ]


def kind_counts(items: Sequence[HandOverItem]) -> list[KindCount]:
    """The kinds that the list has, in its order."""
    all_of = Counter(item.kind for item in items)
    explained = Counter(item.kind for item in items if item.explained_at)
    return [
        KindCount(kind, label, all_of[kind], explained[kind]) for kind, label in KINDS.items() if all_of[kind]
    ]


def kind_label(kind: str) -> str:
    """A kind in words."""
    return str(KINDS.get(kind, kind))


def next_step(hand_over: HandOver, both: Sequence[Side], *, today: date) -> str:
    """What happens next, and whose turn it is."""
    told = {
        "from": _name(hand_over.from_body),
        "to": _name(hand_over.to_body),
        "day": spoken.day(hand_over.begins_on or hand_over.on, today=today),
    }
    if hand_over.stage == "half_signed":
        told["who"] = next(_name(side.body) for side in both if side.signature is None)
    has_begun = hand_over.begins_on is not None and hand_over.begins_on <= today
    stage = "done" if has_begun else hand_over.stage
    sentences = {
        "planned": _("Next: make the list. It gathers by itself what is open; either body can do it."),
        "listed": _("Next: %(from)s explains each line to %(to)s, and both sign the list."),
        "half_signed": _("Next: %(who)s still has to sign the list."),
        "signed": _("Both sides have signed. On %(day)s at 00:00 %(to)s becomes the secretariat."),
        "done": _("%(to)s has been the secretariat since %(day)s."),
        "called_off": _("This hand-over was called off. The office stayed with %(from)s."),
    }
    return sentences[stage] % told


def rests_on(hand_over: HandOver) -> str:
    """The resolution or the turn of the rota that the hand-over rests on."""
    if hand_over.resolution is not None:
        return _("resolution %(number)s") % {"number": hand_over.resolution.number}
    return local_words.in_script(hand_over.source)


def called_off(hand_over: HandOver) -> str:
    """Why it was called off, in the words of the body or by which resolution; empty if it was not."""
    told = events.history(hand_over.record_key).filter(verb="call off").last()
    if told is None:
        return ""
    number = str(told.facts.get("resolution", "")).removeprefix("resolution:")
    return _("resolution %(number)s") % {"number": number} if number else told.text


def responsible_now(at_day: date) -> Organisation | None:
    """The body that answers for everything on the list today."""
    return rotation.secretariat_on(at_day)


def on_page(items: Sequence[HandOverItem], asked: str | None, number: str | None) -> "ItemPage":
    """The lines of the kind that was asked for (all, if none is known by that name), one page of them."""
    kind = asked if asked is not None and asked in KINDS else ""
    rows = [item for item in items if not kind or item.kind == kind]
    last = max(1, -(-len(rows) // PER_PAGE))
    wanted = int(number) if number and number.isascii() and number.isdigit() and len(number) < 7 else 1
    at = min(max(1, wanted), last)
    return ItemPage(rows[(at - 1) * PER_PAGE : at * PER_PAGE], at, last, len(rows), kind)


PER_PAGE = 50


@dataclass(frozen=True)
class ItemPage:
    """One page of lines, as `kit/parts/pagination.html` wants it."""

    rows: Sequence[HandOverItem]
    number: int
    last: int
    total: int
    kind: str
    is_more: bool = False

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.last

    @property
    def previous_number(self) -> int:
        return self.number - 1

    @property
    def next_number(self) -> int:
        return self.number + 1


def _people(keys: Iterable[str]) -> dict[str, str]:
    """Names of those who signed, by their key in the record."""
    ids = [UUID(key.removeprefix("account:")) for key in keys if key.startswith("account:")]
    return {account.record_key: account.shown_name for account in Account.objects.filter(pk__in=ids)}


def _name(body: Organisation) -> str:
    return local_words.in_script(body.short_name)
