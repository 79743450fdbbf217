"""The word of the business, the facts that two people of two cities decide on, and what silence means."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huaihai.brands import messages, powers
from huaihai.brands import moving as brands_moving
from huaihai.brands.catalogue.words import praised
from huaihai.brands.entering import eligibility, nominating
from huaihai.brands.entering.eligibility import Fact
from huaihai.brands.entering.nominating import LONGEST_NAME, NAMED, Thing, city_of, fitted
from huaihai.brands.life import LIVE
from huaihai.brands.models import BusinessWord, Entry, FactSheet, MoneyReport, NominationContact, PairDecision
from huaihai.brands.moving import moving
from huaihai.brands.powers import Who
from huaihai.businesses.models import Place
from huaihai.businesses.pledges import facts as pledges_facts
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.desk.moving import Move
from huaihai.kit.clock import local_day
from huaihai.kit.text.masking import mask
from huaihai.kit.text.normalise import fold, storable_name
from huaihai.members.actors import Actor
from huaihai.record import outbox

PROGRAM = Actor.system("fall-due")
LONGEST_REASON = 300
TICKS = ("truth", "consent", "conduct", "free")
ABOUT = "facts"
PASS, FAIL = "pass", "fail"
VERBS = {PASS: "pass check", FAIL: "fail check"}
MANY = 500


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
            held = move.row
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
                consent_version=nominating.CONSENT_NOW,
                conduct_version=nominating.CONDUCT_NOW,
                free_version=nominating.FREE_NOW,
                at=at,
                by=by.key,
            )
            move.rows.append(made)
            move.facts |= {
                "consent": nominating.CONSENT_NOW,
                "conduct": nominating.CONDUCT_NOW,
                "free": nominating.FREE_NOW,
            }
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
        move.row.ended_at = at
        messages.nominators(move.row, "declined", at=at)
    return made


def leave(
    entry: Entry, *, reason: str = "", seen: int | None = None, by: Actor, at: datetime
) -> BusinessWord:
    """The business takes its consent back: from now on the entry is in no list. Raises NotAllowed, NotPossible,
    Moved."""
    powers.require_holder(entry, by, local_day(at))
    with moving(entry, "leave", who=Who.HOLDER, by=by, at=at, seen=seen) as move:
        made = _word(move, BusinessWord.Says.LEAVES, reason, by=by, at=at)
        move.row.ended_at = at
    return made


def fall_silent(entry: Entry, *, at: datetime) -> None:
    """Nothing was heard in its time: it ends by rule. Raises NotPossible (its time still runs, or it has answered)."""
    with moving(entry, "decline", who=Who.RULE, by=PROGRAM, at=at) as move:
        if local_day(at) <= word_until(move.row):
            raise NotPossible(_("The time of the business still runs."))
        move.row.ended_at = at
        move.facts["why"] = "silence"
        messages.nominators(move.row, "declined", at=at)
        messages.business(move.row, "silent", at=at)


def word_until(entry: Entry) -> date:
    """The last day on which a nominated business may say its word."""
    return local_day(entry.opened_at) + messages.WORD_WITHIN


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
    if Place.objects.filter(business__in=pledges_facts.beneath(thing.business)).exists():
        raise Unfit("place", _("Please say which of your places is meant: a mark names one place."))


def _require_alone(held: Entry, thing: Thing) -> None:
    others = Entry.objects.filter(
        business=held.business, place=thing.place, kind=held.kind, what=thing.what, stage__in=LIVE
    )
    if others.exclude(pk=held.pk).exists():
        raise Unfit("place" if thing.kind not in NAMED else "what", _("This is in another entry already."))


def _word(move: Move[Entry], says: str, reason: str, *, by: Actor, at: datetime) -> BusinessWord:
    said = storable_name(reason)
    if len(said) > LONGEST_REASON:
        raise Unfit("reason", _("This is too long. Please shorten it."))
    made = BusinessWord(entry=move.row, says=BusinessWord.Says(says), reason=said, at=at, by=by.key)
    move.rows.append(made)
    return made


def propose(entry: Entry, outcome: str, *, reasons: str, by: Actor, at: datetime) -> PairDecision:
    """The first of the two; the facts as they stand are stored. Raises NotAllowed, NotPossible, Unfit."""
    require_possible(entry, outcome)
    found = eligibility.facts(entry, local_day(at))
    require_facts(outcome, found)
    with transaction.atomic():
        decision = brands_moving.propose(entry, ABOUT, outcome, reasons=reasons, by=by, at=at)
        with moving(entry, "note", who=Who.STAFF, noted="facts stored", by=by, at=at) as move:
            move.rows.append(_sheet(move.row, decision, found, by=by, at=at))
            move.facts["decision"] = str(decision.pk)
    return decision


def carry_out(decision: PairDecision, *, by: Actor, at: datetime) -> None:
    """For `pairing.CARRIED_OUT`: the facts are looked up once more. Raises NotPossible (they have changed)."""
    require_possible(decision.entry, decision.outcome)
    found = eligibility.facts(decision.entry, local_day(at))
    try:
        require_facts(decision.outcome, found)
    except Unfit as error:
        raise NotPossible(
            _("The facts have changed since this was proposed: %(why)s") % {"why": error.message}
        ) from error
    with moving(decision.entry, VERBS[decision.outcome], who=Who.PAIR, by=by, at=at) as move:
        move.rows.append(_sheet(move.row, decision, found, by=by, at=at))
        move.facts["decision"] = str(decision.pk)
        if decision.outcome == PASS:
            move.row.listed_at = at
        else:
            move.row.ended_at = at
        event = "listed" if decision.outcome == PASS else "not listed"
        messages.business(move.row, event, at=at)
        messages.nominators(move.row, event, at=at)


def require_possible(entry: Entry, outcome: str) -> None:
    """Raises Unfit (no such outcome), NotPossible (it is not waiting for this)."""
    if outcome not in VERBS:
        raise Unfit("outcome", _("Please choose one of these."))
    is_open = entry.stage == "accepted" or (entry.stage == "listed" and outcome == FAIL)
    if not is_open:
        raise NotPossible(_("The facts of this entry are not being checked now."))


def require_facts(outcome: str, found: list[Fact]) -> None:
    """Raises Unfit where the facts do not carry the outcome: nobody passes over a bad one, nobody fails a good one."""
    blocking = eligibility.blocking(found)
    if outcome == PASS and blocking:
        said = {"fact": blocking[0].name, "found": blocking[0].text}
        raise Unfit("outcome", _("With this fact it cannot pass. %(fact)s: %(found)s.") % said)
    if outcome == FAIL and all(one.is_good for one in found):
        raise Unfit("outcome", _("All facts are good, so it cannot fail."))


def newest_sheet(entry: Entry) -> FactSheet | None:
    """The facts as they were stored last; None before the first proposal."""
    rows = FactSheet.objects.filter(entry=entry).select_related("decision")
    found: FactSheet | None = rows.order_by("at", "pk").last()
    return found


def passed_by(entry: Entry) -> PairDecision | None:
    """The decision with which it came into the directory; None before."""
    rows = PairDecision.objects.filter(
        entry=entry, about=ABOUT, outcome=PASS, state=PairDecision.State.AGREED
    )
    found: PairDecision | None = (
        rows.select_related("proposed_for", "answered_for").order_by("answered_at", "pk").last()
    )
    return found


def _sheet(entry: Entry, decision: PairDecision, found: list[Fact], *, by: Actor, at: datetime) -> FactSheet:
    return FactSheet(
        entry=entry,
        decision=decision,
        as_of=local_day(at),
        facts=[one.as_json() for one in found],
        at=at,
        by=by.key,
    )


def due_acts(at: datetime) -> Iterator[Callable[[], None]]:
    """For `huaihai record fall-due`."""
    last = at - messages.WORD_WITHIN + timedelta(days=1)
    for entry in Entry.objects.filter(stage="nominated", opened_at__lte=last).order_by("opened_at", "pk")[
        :MANY
    ]:
        if local_day(at) > word_until(entry):
            yield partial(fall_silent, entry, at=at)
    today = local_day(at)
    contacts = NominationContact.objects.filter(erase_on__lte=today).order_by("erase_on", "pk")
    if keys := list(contacts.values_list("pk", flat=True)[:MANY]):
        yield partial(erase_contacts, keys)
    reports = MoneyReport.objects.filter(erase_on__lte=today).order_by("erase_on", "pk")
    if keys := list(reports.values_list("pk", flat=True)[:MANY]):
        yield partial(erase_phones, keys)


def erase_contacts(keys: list[UUID]) -> None:
    """Numbers of consumers who nominated, with every message that was queued to them."""
    with transaction.atomic():
        rows = list(NominationContact.objects.filter(pk__in=keys))
        outbox.forget([row.record_key for row in rows])
        NominationContact.objects.filter(pk__in=keys).delete()


def erase_phones(keys: list[UUID]) -> None:
    """Numbers of those who said that money was asked for."""
    with transaction.atomic():
        for row in MoneyReport.objects.select_for_update().filter(pk__in=keys):
            row.phone, row.erase_on = "", None
            row.save(update_fields=["phone", "erase_on"])
