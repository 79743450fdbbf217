"""What is worked out again in the file about a resolution.

Plain: no database and no secret is needed. Each test may raise what wrong parts raise; `verifying` answers that.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huaihai.governance import counting, documents, signed_record, verifying_frame
from huaihai.kit.clock import ZONE

CHOICES = frozenset({"for", "against", "abstain"})
MODES = frozenset({"meeting", "written"})
WEIGHTS = frozenset({counting.ORDINARY, counting.WEIGHTY})
SHARE = re.compile(r"[0-9]{1,4}(/[0-9]{1,4})?", re.ASCII)  # no exponents: they could be astronomically long


def _names_are_known(content: Mapping[str, Any]) -> bool:
    return verifying_frame.names_are_known(content, verifying_frame.RESOLUTION)


def _text_fits(content: Mapping[str, Any]) -> bool:
    resolution, motion = content["resolution"], content["motion"]
    said = (resolution["title"], resolution["text"], resolution["document_hash"])
    return said == (motion["title"], motion["text"], documents.fingerprint(motion)) and _effects_of(
        resolution
    ) == list(motion["effects"])


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
    fixed = documents.fingerprint(documents.of_minutes(minutes["text"]))
    return fixed == minutes["document_hash"] and [event["facts"]["minutes"] for event in sealed] == [fixed]


def _record_fits(content: Mapping[str, Any]) -> bool:
    return signed_record.is_whole(content["record"])


def _record_tells_the_same(content: Mapping[str, Any]) -> bool:
    """The votes, the count and the decision of the record are those of the file."""
    return signed_record.told_in(content["record"]) == signed_record.claimed_by(content)


def _moment(iso: str) -> datetime:
    return datetime.fromisoformat(iso)


CHECKS: tuple[tuple[str, Promise | str, Callable[[Mapping[str, Any]], bool]], ...] = (
    ("known", _("Nothing stands in it that does not belong there."), _names_are_known),
    ("text", _("The resolution is the text that was voted on."), _text_fits),
    ("days", _("Its number and its days follow from the day of the vote."), _days_fit),
    ("votes", _("Each body voted once, as a member, in time, on this very text."), _votes_fit),
    ("count", _("Counted again, there was a quorum and a majority."), _count_fits),
    ("proposer", _("It was proposed by the body that began the motion."), verifying_frame.proposer_fits),
    (
        "moments",
        _("The file was made when the minutes were approved; no vote came too late."),
        verifying_frame.moments_fit,
    ),
    ("minutes", _("The minutes are those that were approved."), _minutes_fit),
    ("record", _("No step of the record was changed, added or left out."), _record_fits),
    ("agreement", _("The record tells of the same votes and the same decision."), _record_tells_the_same),
    (
        "names",
        _("The names of the alliance and of its bodies are those that were approved."),
        verifying_frame.heading_fits,
    ),
)
NOT_IN_FIRST = frozenset({"names"})  # what format 1 does not bind
