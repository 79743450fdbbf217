"""The systems that ask the protocol, each named by what it has to do with the case, and what each says."""

from datetime import UTC, datetime, timedelta
from typing import Any

from huaihai.businesses.connecting import verbs
from huaihai.businesses.models import Business, Mandate, SeenNonce
from huaihai.cases import practice
from huaihai.cases.api import requests
from huaihai.cases.models import Case, Offer, PracticeCase
from huaihai.cases.tests.protocol import System
from huaihai.kit import clock
from tests.matrix.making import a_row
from tests.matrix.people import SINCE, Relation
from tests.matrix.rows import business, cases, kept
from tests.posts import PROGRAM

NAMES: dict[str, str] = {
    "own-system": "of the business that the case is about",
    "group-system": "of the group above that business",
    "agent-system": "of whoever answers for that business by a mandate",
    "old-key": "of that business, with the key before, while both count",
    "other-system": "of another business",
    "practice-system": "of that business, for practice: the practice case is its own",
    "other-practice": "of that business, for practice, too",
    "ended-system": "of that business, and ended",
    "late-key": "of that business, with a key that has run out",
    "wrong-secret": "knows the name of its key alone",
    "used-number": "of that business, with a number that was used before",
}
GROUPS: dict[str, tuple[str, ...]] = {
    "systems": tuple(NAMES)[:7],
    "its-systems": tuple(NAMES)[:4],
}
PEOPLE = ("public", "business", "officer")  # they bring a cookie at most, and no signature
WHO = (*PEOPLE, *NAMES)
KEY, NUMBER = "a-key-for-this-thing", "a-number-used-before"


def headers(name: str, row: Relation, method: str, path: str, body: bytes) -> dict[str, str]:
    """Those of a request as this system signs it."""
    system = _system(name, row.business or business())
    changed: dict[str, Any] = {}
    if name == "wrong-secret":
        changed = {"keys": [(system.shown.key_id, "hs_guessed")]}
    if name == "used-number":
        changed = {"nonce": NUMBER}
    key = KEY if method == "POST" else ""
    return system.headers(method, path.removeprefix("/api/v1"), body, key=key, **changed)


@kept
def _system(name: str, own: Business) -> System:
    match name:
        case "group-system":
            group = _another(own)
            Business.objects.filter(pk=own.pk).update(parent=group)
            return _connected(name, group)
        case "agent-system":
            agent = _another(own, place=1)
            Mandate.objects.create(principal=own, agent=agent, from_on=SINCE)
            return _connected(name, agent)
        case "other-system":
            return _connected(name, _another(own, place=2))
        case "practice-system" | "other-practice":
            return _connected(name, own, is_sandbox=True)
        case "wrong-secret":
            return _system("own-system", own)
    system = _connected(name, own)
    held, now = system.connection, clock.now()
    if name == "ended-system":
        verbs.end(held, seen=1, by=PROGRAM, at=now)
    if name in ("old-key", "late-key"):
        verbs.rotate(held, overlap_days=1 if name == "old-key" else 0, seen=1, by=PROGRAM, at=now)
    if name == "used-number":
        SeenNonce.objects.create(connection=held, nonce=NUMBER, at=datetime.now(UTC))
    return system


def _another(own: Business, place: int = 0) -> Business:
    found: Business = Business.objects.exclude(pk=own.pk).filter(cases=None).order_by("pk")[place]
    return found


def _connected(name: str, of: Business, *, is_sandbox: bool = False) -> System:
    name = f"{name} {of.connections.count()}"
    made, shown = verbs.connect(of, name=name, is_sandbox=is_sandbox, by=PROGRAM, at=clock.now())
    return System(made, shown)


# What is said, and about what


def body(noun: str, case: Case | PracticeCase | None) -> dict[str, Any]:
    """What a system posts there."""
    if case is None:
        return {}
    today = clock.today()
    more: dict[str, dict[str, Any]] = {
        "reply": {"until_on": today.isoformat()},
        "offer": {
            "remedies": ["refund"],
            "sum_fen": 100,
            "perform_by_on": (today + timedelta(days=7)).isoformat(),
            "valid_until_on": (today + timedelta(days=3)).isoformat(),
            "text": "x",
        },
        "acceptance": {"offer": _open_offer(case)},
        "rejection": {"offer": _open_offer(case), "text": "x"},
        "refusal": {"reason": "other", "text": "x"},
        "denial": {"text": "x"},
        "fulfilment": {"text": "x"},
        "files": {"files": [{"name": "x.png", "content": "AAAA"}]},
    }
    return {"version": case.version, **more.get(noun, {})}


def _open_offer(case: Case | PracticeCase) -> str:
    """The key of a counter-offer that is open; one that there is not, if none is."""
    if isinstance(case, Case):
        keys = [str(one.pk) for one in case.offers.filter(state="open", by_party="consumer")]
    else:
        keys = [
            one["id"] for one in practice.offers(case) if (one["by"], one["state"]) == ("consumer", "open")
        ]
    return next(iter(keys), str(case.pk))


def practised(*steps: str) -> PracticeCase:
    """A case for practice, after these steps of the system."""
    now = clock.now()
    case = practice.begin(_system("practice-system", business()).connection, at=now)
    for noun in steps:
        shape: type[requests.Said] = getattr(requests, noun.capitalize())
        facts = {**shape(**body(noun, case)).facts(), "files": []}
        case, _made = practice.act(case.pk, noun, seen=case.version, facts=facts, at=now)
    return case


def countered() -> Case:
    """A case in which a counter-offer of the consumer is open."""
    found = next(one for one in cases() if one.stage == "negotiating" and not one.offers.filter(state="open"))
    a_row(Offer, case=found, by_party="consumer", remedies=["refund"], sum_fen=100)
    return found
