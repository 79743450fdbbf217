"""Practice for a business's system: made-up cases, what it does in them, and a robot that plays the others.

The robot plays the consumer and the association, by rules that are published in the guide.

- It gives whatever a reply asks for, at once.
- It accepts an offer of at least the sum it asks for.
- The first lower offer it answers with a counter-offer half way up to what it asks; that much it accepts from then on.
- Any lower offer after that it rejects, and after the third offer it stops negotiating.
- It confirms whatever is claimed as done. A refused case is admitted to mediation, a denied one is taken away.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.businesses.connecting import verbs as connecting_verbs
from huaihai.businesses.models import Change, Connection
from huaihai.cases import life
from huaihai.cases.models import PracticeCase
from huaihai.cases.parts import parts_of
from huaihai.desk.lives import Moved, Unfit
from huaihai.kit.clock import local_day
from huaihai.kit.ids import new_id
from huaihai.law import remedies, replies


@dataclass(frozen=True)
class Example:
    """A made-up complaint. Sums in fen; codes of `law.remedies` and `law.kinds`."""

    title: str
    story: str
    remedies: tuple[str, ...]
    asked_fen: int
    price_fen: int
    category: str
    nature: str


EXAMPLES: dict[str, Example] = {
    "kettle": Example(
        "【练习】电热水壶漏电",
        "【练习用，不是真事】买来第三天就漏电，要求退货退款。",
        ("return", "refund"),
        26_800,
        26_800,
        "G01",
        "N01",
    ),
    "shoes": Example(
        "【练习】运动鞋开胶",
        "【练习用，不是真事】穿了两周鞋底开胶，要求修好，再退一部分钱。",
        ("repair", "refund"),
        12_000,
        39_900,
        "G03",
        "N01",
    ),
    "room": Example(
        "【练习】房间和说好的不一样",
        "【练习用，不是真事】订的是湖景房，到店给的是背面的房间，要求退差价。",
        ("refund",),
        15_000,
        68_000,
        "S08",
        "N07",
    ),
}
COUNTER_WORDS = "【练习】这个数我能接受。"


LAST_OFFER = 3
_ANSWERS = frozenset({"supply", "counter", "confirm", "confirm_part", "end_negotiation"})


def answer_offer(case: PracticeCase, made: dict[str, Any], at: datetime) -> None:
    """What the consumer does about an offer of the business that has just been made."""
    asked, given = EXAMPLES[case.example].asked_fen, made["sum_fen"] or 0
    counters = [held for held in offers(case) if held["by"] == "consumer"]
    if given >= (counters[0]["sum_fen"] if counters else asked):
        settle(case, made, at)
        return
    if not counters:
        made["state"] = "countered"
        half_way = given + (asked - given + 1) // 2
        own = {**made, "sum_fen": half_way, "monthly_parts": 1, "text": COUNTER_WORDS}
        offers(case).append(proposal("consumer", own, at))
        move(case, "counter", at, by_consumer=True)
        return
    made["state"] = "rejected"
    move(case, "reject", at, by_consumer=True)
    if sum(held["by"] == "business" for held in offers(case)) >= LAST_OFFER:
        move(case, "end_negotiation", at, by_consumer=True)


def settle(case: PracticeCase, made: dict[str, Any], at: datetime, *, by_consumer: bool = True) -> None:
    """A proposal is accepted: it becomes dated promises, as in a real case."""
    life.LIFE.after("accept", case.stage)
    made["state"] = "accepted"
    due_on = date.fromisoformat(made["perform_by_on"])
    parts = parts_of(made["remedies"], made["sum_fen"], due_on, months=made["monthly_parts"])
    case.held["promises"] = [
        {
            "number": number,
            "remedy": part.remedy,
            "sum_fen": part.sum_fen,
            "due_on": part.due_on.isoformat(),
            "state": "open",
        }
        for number, part in enumerate(sorted(parts, key=lambda part: part.due_on), start=1)
    ]
    move(case, "accept", at, by_consumer=by_consumer)


def move(case: PracticeCase, verb: str, at: datetime, *, by_consumer: bool = False) -> None:
    """One verb of the life of cases: stage, version, and what the connection is told. Raises NotPossible."""
    stage = life.LIFE.after(verb, case.stage)
    if stage != case.stage:
        case.stage, case.stage_since = stage, at
    case.version += 1
    case.save()
    kind = Change.Kind.ANSWERED if by_consumer or verb in _ANSWERS else Change.Kind.MOVED
    tell(case, verb, kind, at)


def tell(case: PracticeCase, verb: str, kind: Change.Kind, at: datetime) -> None:
    """The connection is told, in the shape of real changes (`api.telling`)."""
    data = {"verb": verb, "stage": case.stage, "version": case.version}
    connecting_verbs.tell(case.connection_id, subject=case.record_key, kind=kind, data=data, at=at)


def proposal(party: str, said: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """An offer as it is kept."""
    return {
        "id": str(new_id()),
        "by": party,
        "state": "open",
        "remedies": list(said["remedies"]),
        "sum_fen": said["sum_fen"],
        "monthly_parts": said["monthly_parts"],
        "perform_by_on": str(said["perform_by_on"]),
        "valid_until_on": str(said["valid_until_on"]),
        "text": said["text"],
        "made_at": at.isoformat(),
    }


def offers(case: PracticeCase) -> list[dict[str, Any]]:
    """The offers as they are kept: what is changed in them is saved with the case."""
    found: list[dict[str, Any]] = case.held.setdefault("offers", [])
    return found


MOST_OPEN = 50  # practice cases of one connection
TIME_TO_SETTLE = timedelta(days=14)  # shown, and not enforced
type Said = Mapping[str, Any]


def begin(connection: Connection, *, at: datetime) -> PracticeCase:
    """A new practice case: the system is invited. Raises Unfit for a connection that is no sandbox."""
    if not connection.is_sandbox:
        raise Unfit("", _("Practice cases are for connections made for practice."))
    with transaction.atomic():
        Connection.objects.select_for_update().get(pk=connection.pk)
        before = PracticeCase.objects.filter(connection=connection)
        if before.filter(stage__in=life.OPEN, is_taken_away=False).count() >= MOST_OPEN:
            raise Unfit("", _("These are enough open practice cases. Please answer some of them first."))
        last = before.order_by("-number").first()
        number = last.number + 1 if last else 1
        names, cities = list(EXAMPLES), alliance.load().cities
        made = PracticeCase.objects.create(
            connection=connection,
            number=number,
            example=names[(number - 1) % len(names)],
            city_code=cities[(number - 1) % len(cities)].code,
            invited_at=at,
            stage_since=at,
        )
        tell(made, "invite", Change.Kind.INVITED, at)
    return made


def act(pk: UUID, noun: str, *, seen: int, facts: Said, at: datetime) -> tuple[PracticeCase, str | None]:
    """Do what the system says, and what the robot answers. Gives the case, and the id of what was made.

    Raises Moved, NotPossible, Unfit.
    """
    with transaction.atomic():
        case: PracticeCase = PracticeCase.objects.select_for_update().get(pk=pk)
        if case.version != seen:
            raise Moved(case)
        return case, _ACTS[noun](case, facts, at)


def _receipt(case: PracticeCase, _said: Said, at: datetime) -> None:
    case.served_at = at
    move(case, "serve", at)


def _reply(case: PracticeCase, said: Said, at: datetime) -> None:
    today = local_day(at)
    if not set(said["needs"]) <= {need.code for need in replies.needs(today)}:
        raise Unfit("needs", _("Please choose what you need."))
    if said["until_on"] < today:
        raise Unfit("until_on", _("This day is past. Please give a day to come."))
    _note(case, "reply", replies.NEED.code if said["needs"] else replies.LOOKING.code, said, at)
    move(case, "reply", at)
    if said["needs"]:
        move(case, "supply", at)


def _offer(case: PracticeCase, said: Said, at: datetime) -> str:
    if not set(said["remedies"]) <= remedies.BY_CODE.keys():
        raise Unfit("remedies", _("Please choose what is offered."))
    if said["valid_until_on"] < local_day(at):
        raise Unfit("valid_until_on", _("The last day to answer cannot be in the past."))
    for held in offers(case):
        if held["state"] == "open":
            held["state"] = "replaced"
    made = proposal("business", said, at)
    offers(case).append(made)
    move(case, "offer", at)
    answer_offer(case, made, at)
    return str(made["id"])


def _acceptance(case: PracticeCase, said: Said, at: datetime) -> None:
    settle(case, _counter(case, said["offer"]), at, by_consumer=False)


def _rejection(case: PracticeCase, said: Said, at: datetime) -> None:
    _counter(case, said["offer"])["state"] = "rejected"
    move(case, "reject", at)


def _refusal(case: PracticeCase, said: Said, at: datetime) -> None:
    found = {one.code: one for one in replies.reasons(local_day(at))}.get(said["reason"])
    if found is None or found == replies.NOT_US:
        raise Unfit("reason", _("Please choose a reason."))
    if found.needs_words and not said["text"].strip():
        raise Unfit("text", _("Please give the reasons; the consumer reads them."))
    _note(case, "refusal", found.code, said, at)
    move(case, "refuse", at)
    move(case, "admit", at)


def _denial(case: PracticeCase, said: Said, at: datetime) -> None:
    _note(case, "denial", replies.NOT_US.code, said, at)
    move(case, "deny", at)
    case.is_taken_away = True
    case.save(update_fields=["is_taken_away"])
    tell(case, "correct_business", Change.Kind.TAKEN_AWAY, at)


def _fulfilment(case: PracticeCase, said: Said, at: datetime) -> None:
    verb = "claim_fulfilment" if said["promise"] is None else "claim_part"
    life.LIFE.after(verb, case.stage)
    promises = case.held["promises"]
    meant = [
        held for held in promises if said["promise"] in (None, held["number"]) and held["state"] != "kept"
    ]
    if not meant:
        raise Unfit("promise", _("There is no promise of this number."))
    for held in meant:
        held["state"] = "kept"
    move(case, verb, at)
    is_whole = all(held["state"] == "kept" for held in promises)
    move(case, "confirm" if is_whole else "confirm_part", at)


def _files(case: PracticeCase, said: Said, at: datetime) -> None:
    """They are checked like any file; of a practice case only how many there were is kept."""
    case.held["files"] = case.held.get("files", 0) + len(said["files"])
    move(case, "add_evidence", at)


def _note(case: PracticeCase, kind: str, reason: str, said: Said, at: datetime) -> None:
    made = {
        "kind": kind,
        "reason": reason,
        "needs": list(said.get("needs", [])),
        "until_on": str(said["until_on"]) if "until_on" in said else None,
        "text": said["text"],
        "made_at": at.isoformat(),
    }
    case.held.setdefault("answers", []).append(made)


def _counter(case: PracticeCase, key: str) -> dict[str, Any]:
    for held in offers(case):
        if held["id"] == key and held["by"] == "consumer" and held["state"] == "open":
            return held
    raise Unfit("offer", _("There is no open counter-offer of this id."))


_ACTS: dict[str, Callable[[PracticeCase, Said, datetime], str | None]] = {
    "receipt": _receipt,
    "reply": _reply,
    "offer": _offer,
    "acceptance": _acceptance,
    "rejection": _rejection,
    "refusal": _refusal,
    "denial": _denial,
    "fulfilment": _fulfilment,
    "files": _files,
}
