"""What is worked out again in the file about a resolution: votes, names, moments, who proposed it.

What stands around the vote in the file about a resolution: names, moments, who proposed it.
Plain: no database and no secret is needed. Each test may raise what wrong parts raise; `verifying` answers that.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huaihai.governance import signed
from huaihai.governance.motions import counting
from huaihai.kit.canonical import digest
from huaihai.kit.clock import ZONE

EVENT: Final = frozenset({"subject", "number", "verb", "by", "at", "facts", "text_hash", "previous", "hash"})
EFFECT: Final = frozenset({"kind", "facts"})
# The names that may stand in each part; what has other names of its own (facts, bodies) is not listed.
RESOLUTION: Final[dict[str, frozenset[str]]] = {
    "": frozenset(
        {
            *("format", "alliance", "made_at", "is_demo", "resolution", "motion", "terms", "count", "votes"),
            *("attendance", "bodies", "minutes", "record"),
        }
    ),
    "resolution": frozenset(
        {"number", "title", "text", "adopted_on", "in_force_from", "document_hash", "effects"}
    ),
    "resolution.effects": EFFECT | {"problem"},
    "motion": frozenset(
        {"number", "title", "text", "grounds", "proposed_by", "weight", "effects", "in_force_from", "amends"}
    ),
    "motion.effects": EFFECT,
    "terms": frozenset({"quorum", "majority", "weight"}),
    "votes": frozenset({"body", "choice", "reason", "cast_at", "document_hash"}),
    "attendance": frozenset({"body", "came_at", "left_at"}),
    "minutes": frozenset({"text", "document_hash"}),
    "record": EVENT,
}
AGREEMENT: Final[dict[str, frozenset[str]]] = {
    "": frozenset(
        {
            *("format", "alliance", "made_at", "is_demo", "key", "stage", "document", "document_hash"),
            *("not_before", "in_force_from", "members", "signatures", "bodies", "record"),
        }
    ),
    "document": frozenset({"title", "text", "annexes"}),
    "document.annexes": frozenset({"kind", "title", "text"}),
    "members": frozenset({"body", "from", "until"}),
    "signatures": frozenset({"body", "document_hash", "signed_at", "event"}),
    "record": EVENT,
}


def names_are_known(content: Mapping[str, Any], known: Mapping[str, frozenset[str]]) -> bool:
    """Whether nothing stands in the file that its format does not know: programs would pass over it."""
    return all(set(part) <= names for place, names in known.items() for part in _parts(content, place))


def heading(content: Mapping[str, Any]) -> str:
    """The fingerprint of what people read first, which the record of a resolution binds (from format 2 on)."""
    return digest({name: content[name] for name in ("alliance", "bodies", "is_demo")})


def heading_fits(content: Mapping[str, Any]) -> bool:
    """Whether names are those that were bound when the minutes were approved."""
    bound = [event["facts"]["names"] for event in content["record"] if event["verb"] == "seal"]
    return bound == [heading(content)]


def proposer_fits(content: Mapping[str, Any]) -> bool:
    """Whether the body that proposed it is the one that began the motion in the record."""
    began = [event["facts"]["body"] for event in content["record"] if event["verb"] == "draft"]
    return began == [content["motion"]["proposed_by"]]


def moments_fit(content: Mapping[str, Any]) -> bool:
    """The file was made with the last step of the record, and no vote came after the hour at which the vote closed,
    nor after the count."""
    record = content["record"]
    if not record or record[-1]["verb"] != "seal" or content["made_at"] != record[-1]["at"]:
        return False
    return _in_time(record, [_moment(vote["cast_at"]) for vote in content["votes"]], content["count"])


def _in_time(record: Sequence[Mapping[str, Any]], cast: Sequence[datetime], count: Mapping[str, Any]) -> bool:
    closes, is_open = "", False
    for event in record:
        match event["verb"]:
            case "open vote":
                closes, is_open = event["facts"].get("closes", ""), True
            case "vote" | "withdraw vote":
                if not is_open or (closes and _moment(event["at"]) > _moment(closes)):
                    return False
            case "stop vote" | "carry":
                is_open = False
    ends = [_moment(closes)] if closes else []
    return all(moment <= end for moment in (*cast, _moment(count["counted_at"])) for end in ends)


def _parts(content: Mapping[str, Any], place: str) -> Iterator[Mapping[str, Any]]:
    found: list[Any] = [content]
    for name in filter(None, place.split(".")):
        held = [part[name] for part in found]
        found = [row for one in held for row in (one if isinstance(one, list) else [one])]
    for part in found:
        if not isinstance(part, dict):
            raise TypeError("no part with names")
        yield part


def _moment(iso: str) -> datetime:
    return datetime.fromisoformat(iso)


CHOICES = frozenset({"for", "against", "abstain"})
MODES = frozenset({"meeting", "written"})
WEIGHTS = frozenset({counting.ORDINARY, counting.WEIGHTY})
SHARE = re.compile(r"[0-9]{1,4}(/[0-9]{1,4})?", re.ASCII)  # no exponents: they could be astronomically long


def _names_are_known(content: Mapping[str, Any]) -> bool:
    return names_are_known(content, RESOLUTION)


def _text_fits(content: Mapping[str, Any]) -> bool:
    resolution, motion = content["resolution"], content["motion"]
    said = (resolution["title"], resolution["text"], resolution["document_hash"])
    return said == (motion["title"], motion["text"], digest(motion)) and _effects_of(resolution) == list(
        motion["effects"]
    )


def _effects_of(resolution: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What was voted on, without the note on how it went."""
    return [
        {name: value for name, value in effect.items() if name != "problem"}
        for effect in resolution["effects"]
    ]


def _days_fit(content: Mapping[str, Any]) -> bool:
    resolution, wished = content["resolution"], content["motion"]["in_force_from"]
    adopted = _moment(content["count"]["counted_at"]).astimezone(ZONE).date()
    first = max(adopted, date.fromisoformat(wished)) if wished else adopted
    said = (resolution["adopted_on"], resolution["in_force_from"])
    is_of_year = re.fullmatch(rf"{adopted.year}-[1-9][0-9]{{0,4}}", resolution["number"], re.ASCII)
    return said == (adopted.isoformat(), first.isoformat()) and is_of_year is not None


def _votes_fit(content: Mapping[str, Any]) -> bool:
    votes, fixed = content["votes"], content["resolution"]["document_hash"]
    bodies = [vote["body"] for vote in votes]
    return (
        len(bodies) == len(set(bodies))
        and set(bodies) <= set(content["count"]["members"])
        and all(vote["document_hash"] == fixed for vote in votes)
        and all(vote["choice"] in CHOICES for vote in votes)
        and all(_moment(vote["cast_at"]) <= _moment(content["count"]["counted_at"]) for vote in votes)
    )


def _count_fits(content: Mapping[str, Any]) -> bool:
    count = content["count"]
    result = counting.count(
        members=count["members"],
        votes={vote["body"]: vote["choice"] for vote in content["votes"]},
        attending=_attending(content),
        terms=_terms(content["terms"]),
    )
    return result.is_carried and count == {
        "mode": count["mode"],
        "counted_at": count["counted_at"],
        "members": list(result.members),
        "present": list(result.present),
        "for": result.votes_for,
        "against": result.votes_against,
        "abstain": result.abstentions,
        "quorum_needed": result.quorum_needed,
        "majority_needed": result.majority_needed,
    }


def _terms(held: Mapping[str, str]) -> counting.Terms:
    shares = (held["quorum"], held["majority"])
    if not all(SHARE.fullmatch(share) for share in shares) or held["weight"] not in WEIGHTS:
        raise ValueError("no such terms of a vote")
    return counting.Terms.from_json(held)


def _attending(content: Mapping[str, Any]) -> list[str] | None:
    mode, rows = content["count"]["mode"], content["attendance"]
    if mode not in MODES or (mode == "written" and rows != []):
        raise ValueError("no such way of voting")
    if mode == "written":
        return None
    moment = _moment(content["count"]["counted_at"])
    return [
        row["body"]
        for row in rows
        if _moment(row["came_at"]) <= moment and (not row["left_at"] or _moment(row["left_at"]) > moment)
    ]


def _minutes_fit(content: Mapping[str, Any]) -> bool:
    minutes = content["minutes"]
    sealed = [event for event in content["record"] if event["verb"] == "seal"]
    fixed = digest(signed.of_minutes(minutes["text"]))
    return fixed == minutes["document_hash"] and [event["facts"]["minutes"] for event in sealed] == [fixed]


def _record_fits(content: Mapping[str, Any]) -> bool:
    return signed.is_whole(content["record"])


def _record_tells_the_same(content: Mapping[str, Any]) -> bool:
    """The votes, the count and the decision of the record are those of the file."""
    return signed.decision_in(content["record"]) == signed.claimed_by(content)


CHECKS: tuple[tuple[str, Promise | str, Callable[[Mapping[str, Any]], bool]], ...] = (
    ("known", _("Nothing stands in it that does not belong there."), _names_are_known),
    ("text", _("The resolution is the text that was voted on."), _text_fits),
    ("days", _("Its number and its days follow from the day of the vote."), _days_fit),
    ("votes", _("Each body voted once, as a member, in time, on this very text."), _votes_fit),
    ("count", _("Counted again, there was a quorum and a majority."), _count_fits),
    ("proposer", _("It was proposed by the body that began the motion."), proposer_fits),
    (
        "moments",
        _("The file was made when the minutes were approved; no vote came too late."),
        moments_fit,
    ),
    ("minutes", _("The minutes are those that were approved."), _minutes_fit),
    ("record", _("No step of the record was changed, added or left out."), _record_fits),
    ("agreement", _("The record tells of the same votes and the same decision."), _record_tells_the_same),
    (
        "names",
        _("The names of the alliance and of its bodies are those that were approved."),
        heading_fits,
    ),
)
NOT_IN_FIRST = frozenset({"names"})  # what format 1 does not bind
