"""Which courses a day has: every move of the life's table lies on one of them. No database, no clock.

A step is the name of a verb, `verb@door` for one door of several (tests/day/doors.py), or a number: so many days pass;
"near": the days pass until the day before the next clock ends.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from huaihai.cases import life

# From receipt to each stage.
TAKEN: Final = ("forward", "take")
SETTLING: Final = (*TAKEN, "invite", "serve")
SETTLED: Final = (*SETTLING, "offer", "accept")
ADMITTED: Final = (*TAKEN, "admit")
GOES_BACK: Final = (*SETTLING, "offer@shop", "accept")
IN_PARTS: Final = (*ADMITTED, "agree@parts")
TO: Final[dict[str, tuple[str, ...]]] = {
    "received": (),
    "supplementing": ("ask_supplement",),
    "forwarded": ("forward",),
    "deciding": TAKEN,
    "clarifying": (*TAKEN, "ask_supplement"),
    "inviting": (*TAKEN, "invite"),
    "negotiating": SETTLING,
    "mediating": ADMITTED,
    "paused": (*ADMITTED, "pause"),
    "fulfilling": SETTLED,
    "breached": (*SETTLED, "15", "report_breach"),
    "closed": (*SETTLED, "confirm"),
    "declined": (*TAKEN, "decline"),
    "terminated": (*ADMITTED, "terminate"),
    "referred": ("refer_out",),
    "linked": ("link",),
    "withdrawn": ("withdraw",),
}
# What has to be done, or has to pass, in the same stage first.
FIRST: Final[dict[str, tuple[str, ...]]] = {
    "accept": ("offer",),
    "reject": ("offer",),
    "counter": ("offer",),
    "supply": ("reply",),
    "lapse_supplement": ("60",),
    "lapse_negotiation": ("offer", "60"),
    "lapse_silence": ("60",),
    "lapse_mediation": ("120",),
    "close_unconfirmed": ("120",),
    "urge": ("near",),
    "report_breach": ("15",),
    "move_session": ("plan_session",),
    "cancel_session": ("plan_session",),
    "name_lead": ("ask_secretariat",),
}
# Moves that need another way to their stage than the usual one.
OTHERWISE: Final[dict[tuple[str, str], tuple[str, ...]]] = {
    **{("fulfilling", verb): IN_PARTS for verb in ("claim_part", "confirm_part", "breach_part")},
    **{
        ("breached", verb): (*IN_PARTS, "breach_part@first")
        for verb in ("claim_part", "confirm_part", "breach_part")
    },
    ("closed", "reopen"): (*SETTLED, "15", "report_breach", "confirm"),
    ("closed", "undo_close"): (*SETTLED, "confirm@desk"),
    ("closed", "undo_close_breached"): (*SETTLED, "15", "report_breach", "confirm@desk"),
    ("fulfilling", "send_goods"): GOES_BACK,
    ("breached", "send_goods"): (*GOES_BACK, "15", "report_breach"),
    ("forwarded", "ask_secretariat"): ("forward", "send_back", "forward"),
    ("forwarded", "name_lead"): ("forward", "send_back", "forward"),
    ("fulfilling", "note_court"): (*ADMITTED, "agree"),
    ("breached", "note_court"): (*ADMITTED, "agree", "15", "report_breach"),
    ("closed", "note_court"): (*ADMITTED, "agree", "confirm"),
    ("withdrawn", "note_court"): (*ADMITTED, "agree", "withdraw"),
    ("received", "take"): (),
    ("deciding", "link"): ("take",),
}
AT_HOME: Final = {("received", "take"), ("deciding", "link")}  # the shop is in the consumer's own city
# What was confirmed as done is taken to no arbitrator and no court.
TO_STOP: Final = TO | {"closed": (*SETTLED, "120", "close_unconfirmed")}
# Done at one stop, one after the other: they lead nowhere.
BESIDE: Final = (
    *("put_down", "take_on", "pass_on", "note", "no_answer", "call_back", "correct"),
    *("ask_help", "give_help", "ask_help", "decline_help", "ask_help", "take_back_help"),
    *("note_arbitration", "note_suit"),
    *("write_consumer", "write_business", "consumer_writes", "business_writes"),
    *("add_evidence", "assign", "take_back"),
)
BEGINNINGS: Final = {  # courses of a draft, and of what begins otherwise
    "discarded": ("start", "add_evidence@draft", "discard"),
    "expired": ("start", "31", "expire"),
    "taken at once": ("start", "settle_at_once"),
    "entrusted": ("entrust",),
}
BEGIN: Final = frozenset({"start", "register", "entrust", "submit", "discard", "expire", "settle_at_once"})
ELSEWHERE: Final = {  # by another room's pages; in files that are somebody else's
    "fund_paid": "compensation/tests/test_claims.py",
    "note_mandate": "cases/tests/test_mandates.py",
    **dict.fromkeys(("take_over", "hand_over", "come_back"), "cases/passing/tests"),
}
UNSEEN: Final = {  # the business does not know of the case then
    (stage, verb)
    for verb in ("business_writes", "write_business")
    for stage in ("received", "supplementing", "forwarded", "deciding", "clarifying")
}
WHOLE: Final = {  # through many cities, to the end
    "settled and done": ("start", "submit", *SETTLED, "claim_fulfilment", "confirm"),
    "mediated and done": (
        *("start", "submit", *SETTLING, "refuse", "admit", "plan_session", "hold_session", "agree"),
        *("claim_fulfilment", "confirm"),
    ),
}


@dataclass(frozen=True)
class Course:
    """What is done to one file. `is_at_home`: shop and consumer are of one city; `is_below`: a county works on it."""

    name: str
    steps: tuple[str, ...]
    is_at_home: bool = False
    is_below: bool = False


def every(*, below: bool) -> Iterator[Course]:
    """Courses on which every move lies that one case can make through its own pages."""
    for name, steps in {**BEGINNINGS, **WHOLE}.items():
        yield Course(name, steps, is_below=below)
    for stage in TO:
        beside = tuple(
            verb for verb in BESIDE if (stage, verb) not in UNSEEN and stage in life.VERBS[verb].moves
        )
        end = ("withdraw",) if stage in life.OPEN else ()
        yield Course(f"{stage}, beside it", ("register", *TO_STOP[stage], *beside, *end), is_below=below)
    for verb in life.VERBS.values():
        for stage in verb.moves:
            if verb.name in {*BESIDE, *BEGIN, *ELSEWHERE, "withdraw"} or stage == "draft":
                continue
            way = OTHERWISE.get((stage, verb.name), TO[stage])
            is_at_home = (stage, verb.name) in AT_HOME
            steps = ("register", *way, *FIRST.get(verb.name, ()), verb.name)
            yield Course(f"{stage}, {verb.name}", steps, is_at_home, below and not is_at_home)


PAPERS: Final = {  # the one that each stage asks for first; of what was settled or mediated, see `paper_of`
    **dict.fromkeys(("received", "deciding", "inviting", "negotiating"), "registration"),
    **dict.fromkeys(("supplementing", "clarifying"), "supplement"),
    **dict.fromkeys(("referred", "linked", "withdrawn"), "result"),
    "forwarded": "transfer",
    "mediating": "admission",
    "paused": "pause",
    "declined": "declination",
    "terminated": "termination",
}


def paper_of(stage: str, verbs: Iterable[str]) -> str:
    """Which paper a file wants that stands there, after these verbs; "" for a draft that was dropped."""
    if stage in ("fulfilling", "breached", "closed"):
        return "agreement" if "agree" in verbs else "settlement"
    return PAPERS.get(stage, "")


def verb_of(step: str) -> str:
    return step.partition("@")[0]


def days_of(step: str) -> int:
    """How many days pass at this step."""
    return int(step) if step.isdigit() else 0
