"""Telling connections what happens to their cases: after each event of a case, in its transaction.

Named in `huaihai.reactions`. What is told are codes and ids; whoever wants to know more reads the case.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from huaihai.businesses.connecting import verbs as connecting_verbs
from huaihai.businesses.connecting.authentication import connections_of
from huaihai.businesses.models import Change, Connection
from huaihai.cases import life
from huaihai.cases.models import Case, Promise
from huaihai.kit.clock import local_day
from huaihai.record.models import Event

BY_CONSUMER = frozenset(
    {"accept", "reject", "counter", "supply", "end_negotiation", "confirm", "confirm_part"}
    | {"report_breach", "breach_part", "withdraw"}
)
TAKES_AWAY = ("correct_business", "call_off")


def of_case(event: Event) -> None:
    """Tell the connections of the business that is invited; or of the one that no longer is."""
    kind, _colon, key = event.subject.partition(":")
    if kind != "case" or event.verb not in life.VERBS:
        return
    is_told = life.BUSINESS in life.VERBS[event.verb].told
    if not (is_told or event.verb in TAKES_AWAY) or not _is_any_connected():
        return
    if event.verb in TAKES_AWAY:
        _take_away(event)
        return
    case = Case.objects.get(pk=UUID(key))
    if case.invited_at is None or case.business_id is None:
        return
    data = {"verb": event.verb, "stage": case.stage, "version": case.version}
    _tell(case, _kind(event), data, event.at)


def of_promise(case: Case, promise: Promise, *, at: datetime) -> None:
    """Tell that a promise falls due soon. Called with the reminder, under the case's lock."""
    if case.business_id is None or not _is_any_connected():
        return
    data = {"promise": promise.number, "due_on": promise.due_on.isoformat(), "version": case.version}
    _tell(case, Change.Kind.PROMISE_DUE, data, at)


def _tell(case: Case, kind: Change.Kind, data: dict[str, Any], at: datetime) -> None:
    assert case.business_id is not None  # noqa: S101 # asked by who calls
    for connection_id in connections_of(case.business_id, on=local_day(at)):
        connecting_verbs.tell(connection_id, subject=case.record_key, kind=kind, data=data, at=at)


def _kind(event: Event) -> Change.Kind:
    if event.verb in ("invite", "settle_at_once"):
        return Change.Kind.INVITED
    is_counter_answered = event.facts.get("made_by") == "consumer"  # then it is the business that answered
    is_consumers = event.verb in BY_CONSUMER and not is_counter_answered
    return Change.Kind.ANSWERED if is_consumers else Change.Kind.MOVED


def _take_away(event: Event) -> None:
    """Whoever was told of the case before is told, once, that it is not theirs any more."""
    told = Change.objects.filter(subject=event.subject, connection__ended_at=None).order_by(
        "connection", "number"
    )
    last = {row.connection_id: row.kind for row in told}
    for connection_id in sorted(key for key, kind in last.items() if kind != Change.Kind.TAKEN_AWAY):
        connecting_verbs.tell(
            connection_id,
            subject=event.subject,
            kind=Change.Kind.TAKEN_AWAY,
            data={"verb": event.verb},
            at=event.at,
        )


def _is_any_connected() -> bool:
    return Connection.objects.live().filter(is_sandbox=False).exists()
