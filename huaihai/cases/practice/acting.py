"""What a system does in a practice case: the same nouns, checks and stages as in a real one."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.businesses.models import Change, Connection
from huaihai.cases import lifecycle
from huaihai.cases.actions.moving import Unfit
from huaihai.cases.models import PracticeCase
from huaihai.cases.practice import robot
from huaihai.cases.practice.examples import EXAMPLES
from huaihai.kit.clock import local_day
from huaihai.law import remedies, replies

MOST_OPEN = 50  # practice cases of one connection
TIME_TO_SETTLE = timedelta(days=14)  # shown, and not enforced
type Said = Mapping[str, Any]


class PracticeMoved(Exception):
    """The version that was seen is not the present one. Carries the case."""

    def __init__(self, case: PracticeCase) -> None:
        super().__init__(f"practice case {case.pk} has version {case.version}")
        self.case = case


def begin(connection: Connection, *, at: datetime) -> PracticeCase:
    """A new practice case: the system is invited. Raises Unfit for a connection that is no sandbox."""
    if not connection.is_sandbox:
        raise Unfit("", _("Practice cases are for connections made for practice."))
    with transaction.atomic():
        Connection.objects.select_for_update().get(pk=connection.pk)
        before = PracticeCase.objects.filter(connection=connection)
        if before.filter(stage__in=lifecycle.OPEN, is_taken_away=False).count() >= MOST_OPEN:
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
        robot.tell(made, "invite", Change.Kind.INVITED, at)
    return made


def act(pk: UUID, noun: str, *, seen: int, facts: Said, at: datetime) -> tuple[PracticeCase, str | None]:
    """Do what the system says, and what the robot answers. Gives the case, and the id of what was made.

    Raises PracticeMoved, lifecycle.NotPossible, Unfit.
    """
    with transaction.atomic():
        case: PracticeCase = PracticeCase.objects.select_for_update().get(pk=pk)
        if case.version != seen:
            raise PracticeMoved(case)
        return case, _ACTS[noun](case, facts, at)


def _receipt(case: PracticeCase, _said: Said, at: datetime) -> None:
    case.served_at = at
    robot.move(case, "serve", at)


def _reply(case: PracticeCase, said: Said, at: datetime) -> None:
    today = local_day(at)
    if not set(said["needs"]) <= {need.code for need in replies.needs(today)}:
        raise Unfit("needs", _("Please choose what you need."))
    if said["until_on"] < today:
        raise Unfit("until_on", _("This day is past. Please give a day to come."))
    _note(case, "reply", replies.NEED.code if said["needs"] else replies.LOOKING.code, said, at)
    robot.move(case, "reply", at)
    if said["needs"]:
        robot.move(case, "supply", at)


def _offer(case: PracticeCase, said: Said, at: datetime) -> str:
    if not set(said["remedies"]) <= remedies.BY_CODE.keys():
        raise Unfit("remedies", _("Please choose what is offered."))
    if said["valid_until_on"] < local_day(at):
        raise Unfit("valid_until_on", _("The last day to answer cannot be in the past."))
    for held in robot.offers(case):
        if held["state"] == "open":
            held["state"] = "replaced"
    made = robot.proposal("business", said, at)
    robot.offers(case).append(made)
    robot.move(case, "offer", at)
    robot.answer_offer(case, made, at)
    return str(made["id"])


def _acceptance(case: PracticeCase, said: Said, at: datetime) -> None:
    robot.settle(case, _counter(case, said["offer"]), at, by_consumer=False)


def _rejection(case: PracticeCase, said: Said, at: datetime) -> None:
    _counter(case, said["offer"])["state"] = "rejected"
    robot.move(case, "reject", at)


def _refusal(case: PracticeCase, said: Said, at: datetime) -> None:
    found = {one.code: one for one in replies.reasons(local_day(at))}.get(said["reason"])
    if found is None or found == replies.NOT_US:
        raise Unfit("reason", _("Please choose a reason."))
    if found.needs_words and not said["text"].strip():
        raise Unfit("text", _("Please give the reasons; the consumer reads them."))
    _note(case, "refusal", found.code, said, at)
    robot.move(case, "refuse", at)
    robot.move(case, "admit", at)


def _denial(case: PracticeCase, said: Said, at: datetime) -> None:
    _note(case, "denial", replies.NOT_US.code, said, at)
    robot.move(case, "deny", at)
    case.is_taken_away = True
    case.save(update_fields=["is_taken_away"])
    robot.tell(case, "correct_business", Change.Kind.TAKEN_AWAY, at)


def _fulfilment(case: PracticeCase, said: Said, at: datetime) -> None:
    verb = "claim_fulfilment" if said["promise"] is None else "claim_part"
    lifecycle.after(verb, case.stage)
    promises = case.held["promises"]
    meant = [
        held for held in promises if said["promise"] in (None, held["number"]) and held["state"] != "kept"
    ]
    if not meant:
        raise Unfit("promise", _("There is no promise of this number."))
    for held in meant:
        held["state"] = "kept"
    robot.move(case, verb, at)
    is_whole = all(held["state"] == "kept" for held in promises)
    robot.move(case, "confirm" if is_whole else "confirm_part", at)


def _files(case: PracticeCase, said: Said, at: datetime) -> None:
    """They are checked like any file; of a practice case only how many there were is kept."""
    case.held["files"] = case.held.get("files", 0) + len(said["files"])
    robot.move(case, "add_evidence", at)


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
    for held in robot.offers(case):
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
