"""The record inside a file: how an event is written there, whether it is whole, and what that of a resolution tells.

Plain: no database and no secret is needed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from huaihai.kit.clock import ZONE
from huaihai.record import chain

if TYPE_CHECKING:
    from huaihai.record.models import Event as HeldEvent

type Event = Mapping[str, Any]
COUNTED = ("members", "present", "for", "against", "abstain", "quorum_needed", "majority_needed")


@dataclass
class Told:
    """How it was decided: opened with what, which body said what, how it was counted, and what was adopted."""

    mode: str = ""
    terms: Any = None
    text: str = ""
    votes: dict[str, tuple[str, str, str, datetime]] = field(default_factory=dict)
    counted: dict[str, Any] = field(default_factory=dict)
    adopted: dict[str, Any] = field(default_factory=dict)


def of_event(event: "HeldEvent") -> dict[str, Any]:
    """An event as a file shows it; of its text only the hash."""
    return {
        "subject": event.subject,
        "number": event.number,
        "verb": event.verb,
        "by": event.by,
        "at": event.at.astimezone(ZONE).isoformat(timespec="microseconds"),
        "facts": event.facts,
        "text_hash": event.text_hash,
        "previous": event.previous_hash,
        "hash": event.hash,
    }


def is_whole(record: Sequence[Event]) -> bool:
    """Whether every event is tied to the one before it, and all of them are about one thing."""
    previous, number = "", 0
    for event in record:
        number += 1
        hashed = chain.link(
            subject=event["subject"],
            number=event["number"],
            verb=event["verb"],
            by=event["by"],
            at=datetime.fromisoformat(event["at"]),
            facts=event["facts"],
            text_hash=event["text_hash"],
            previous=event["previous"],
        )
        if (event["number"], event["previous"], event["hash"]) != (number, previous, hashed):
            return False
        previous = event["hash"]
    return number > 0 and len({event["subject"] for event in record}) == 1


def told_in(record: Sequence[Event]) -> Told:
    """What the record tells of the last round: votes are those of members at the count.

    Raises KeyError, ValueError, TypeError.
    """
    told = Told()
    for event in record:
        facts = event["facts"]
        match event["verb"]:
            case "open vote":
                told = Told(facts["mode"], facts["terms"], facts["text"])
            case "vote":
                told.votes[facts["body"]] = (
                    facts["choice"],
                    facts["text"],
                    facts["reason"],
                    datetime.fromisoformat(event["at"]),
                )
            case "withdraw vote":
                told.votes.pop(facts["body"], None)
            case "carry":
                told.counted = {name: facts[name] for name in COUNTED}
                members = facts["members"]
                told.votes = {body: vote for body, vote in told.votes.items() if body in members}
            case "adopt":
                told.adopted = {
                    name: facts[name] for name in ("resolution", "text", "in_force_from", "effects")
                }
    return told


def claimed_by(content: Mapping[str, Any]) -> Told:
    """The same, as the rest of the file says it. Raises KeyError, ValueError, TypeError."""
    count, resolution = content["count"], content["resolution"]
    return Told(
        mode=count["mode"],
        terms=content["terms"],
        text=resolution["document_hash"],
        votes={
            vote["body"]: (
                vote["choice"],
                vote["document_hash"],
                vote["reason"],
                datetime.fromisoformat(vote["cast_at"]),
            )
            for vote in content["votes"]
        },
        counted={name: count[name] for name in COUNTED},
        adopted={
            "resolution": resolution["number"],
            "text": resolution["document_hash"],
            "in_force_from": resolution["in_force_from"],
            "effects": resolution["effects"],
        },
    )
