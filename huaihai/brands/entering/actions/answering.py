"""The word of the business: it takes part, it does not, it leaves; and what silence means."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError
from django.utils.translation import gettext as _

from huaihai.brands import powers, telling
from huaihai.brands.actions.moving import Move, moving
from huaihai.brands.catalogue.praise import praised
from huaihai.brands.entering import texts
from huaihai.brands.entering.things import LONGEST_NAME, NAMED, Thing, city_of, fitted
from huaihai.brands.lives import LIVE
from huaihai.brands.models import BusinessWord, Entry
from huaihai.brands.powers import Who
from huaihai.businesses import pledges
from huaihai.businesses.models import Place
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.kit.clock import local_day
from huaihai.kit.text.masking import mask
from huaihai.kit.text.normalise import fold, storable_name
from huaihai.members.actors import Actor

PROGRAM = Actor.system("fall-due")
LONGEST_REASON = 300
TICKS = ("truth", "consent", "conduct", "free")


@dataclass(frozen=True)
class Stated:
    """What a manager states when the business takes part. `ticks` are those of TICKS that were set."""

    name: str
    place: Place | None = None
    what: str = ""
    ticks: frozenset[str] = frozenset()


def accept(entry: Entry, stated: Stated, *, seen: int | None = None, by: Actor, at: datetime) -> BusinessWord:
    """The business takes part. Raises NotAllowed, NotPossible, Moved, Unfit (name, place, what, a tick)."""
    powers.require_holder(entry, by, local_day(at))
    _require_ticks(stated)
    thing = fitted(Thing(entry.business, entry.kind, stated.place, stated.what))
    name = _fit_name(stated.name)
    _require_plain(thing, name)
    _require_place(thing)
    body = city_of(thing)
    try:
        with moving(entry, "accept", who=Who.HOLDER, by=by, at=at, seen=seen) as move:
            held = move.entry
            _require_alone(held, thing)
            held.name, held.what, held.place, held.body = name, thing.what, thing.place, body
            made = BusinessWord(
                entry=held,
                says=BusinessWord.Says.ACCEPTS,
                stated={
                    "name": name,
                    "what": thing.what,
                    "place": str(thing.place.pk) if thing.place else "",
                },
                consent_version=texts.CONSENT_NOW,
                conduct_version=texts.CONDUCT_NOW,
                free_version=texts.FREE_NOW,
                at=at,
                by=by.key,
            )
            move.rows.append(made)
            move.facts |= {"consent": texts.CONSENT_NOW, "conduct": texts.CONDUCT_NOW, "free": texts.FREE_NOW}
    except IntegrityError as error:
        raise Unfit("what", _("This is in another entry already.")) from error
    return made


def decline(
    entry: Entry, *, reason: str = "", seen: int | None = None, by: Actor, at: datetime
) -> BusinessWord:
    """The business does not want to. It need not say why. Raises NotAllowed, NotPossible, Moved."""
    powers.require_holder(entry, by, local_day(at))
    with moving(entry, "decline", who=Who.HOLDER, by=by, at=at, seen=seen) as move:
        made = _word(move, BusinessWord.Says.DECLINES, reason, by=by, at=at)
        move.entry.ended_at = at
        telling.nominators(move.entry, "declined", at=at)
    return made


def leave(
    entry: Entry, *, reason: str = "", seen: int | None = None, by: Actor, at: datetime
) -> BusinessWord:
    """The business takes its consent back: from now on the entry is in no list. Raises NotAllowed, NotPossible,
    Moved."""
    powers.require_holder(entry, by, local_day(at))
    with moving(entry, "leave", who=Who.HOLDER, by=by, at=at, seen=seen) as move:
        made = _word(move, BusinessWord.Says.LEAVES, reason, by=by, at=at)
        move.entry.ended_at = at
    return made


def fall_silent(entry: Entry, *, at: datetime) -> None:
    """Nothing was heard in its time: it ends by rule. Raises NotPossible (its time still runs, or it has answered)."""
    with moving(entry, "decline", who=Who.RULE, by=PROGRAM, at=at) as move:
        if local_day(at) <= word_until(move.entry):
            raise NotPossible(_("The time of the business still runs."))
        move.entry.ended_at = at
        move.facts["why"] = "silence"
        telling.nominators(move.entry, "declined", at=at)
        telling.business(move.entry, "silent", at=at)


def word_until(entry: Entry) -> date:
    """The last day on which a nominated business may say its word."""
    return local_day(entry.opened_at) + telling.WORD_WITHIN


def accepted(entry: Entry) -> BusinessWord | None:
    """The word with which the business took part; None if it never did."""
    rows = BusinessWord.objects.filter(entry=entry, says=BusinessWord.Says.ACCEPTS)
    found: BusinessWord | None = rows.order_by("at", "pk").last()
    return found


def _require_ticks(stated: Stated) -> None:
    missing = {
        "truth": _("Please say that this is true."),
        "consent": _("Without this consent nothing can stand in the directory."),
        "conduct": _("Who takes part agrees that its conduct is followed."),
        "free": _("We can take it only if no money is in play. If you were asked for money, tell us."),
    }
    for tick in TICKS:
        if tick not in stated.ticks:
            raise Unfit(tick, missing[tick])


def _fit_name(typed: str) -> str:
    name = storable_name(typed)
    if not name:
        raise Unfit("name", _("Please say under which name people know it."))
    if len(name) > LONGEST_NAME:
        raise Unfit("name", _("This is too long. Please shorten it."))
    if mask(name).finds:
        raise Unfit("name", _("Please leave out telephone numbers, addresses and other personal data."))
    return name


def _require_plain(thing: Thing, name: str) -> None:
    """That neither name praises itself or claims a title, but for words that are in the name the register holds."""
    registered = fold(f"{thing.business.name} {thing.place.sign if thing.place is not None else ''}")
    for field, text in (("name", name), ("what", thing.what)):
        if (word := praised(text)) and word not in registered:
            raise Unfit(
                field,
                _("Please leave out “%(word)s”: superlatives and titles are no names.") % {"word": word},
            )


def _require_place(thing: Thing) -> None:
    if thing.kind in NAMED or thing.place is not None:
        return
    if Place.objects.filter(business__in=pledges.beneath(thing.business)).exists():
        raise Unfit("place", _("Please say which of your places is meant: a mark names one place."))


def _require_alone(held: Entry, thing: Thing) -> None:
    others = Entry.objects.filter(
        business=held.business, place=thing.place, kind=held.kind, what=thing.what, stage__in=LIVE
    )
    if others.exclude(pk=held.pk).exists():
        raise Unfit("place" if thing.kind not in NAMED else "what", _("This is in another entry already."))


def _word(move: Move, says: str, reason: str, *, by: Actor, at: datetime) -> BusinessWord:
    said = storable_name(reason)
    if len(said) > LONGEST_REASON:
        raise Unfit("reason", _("This is too long. Please shorten it."))
    made = BusinessWord(entry=move.entry, says=BusinessWord.Says(says), reason=said, at=at, by=by.key)
    move.rows.append(made)
    return made
