"""A file that the alliance signed: what it is signed over, its strict JSON on a disk, and the record inside it.

Plain: no database and no secret is needed.

The record inside a file: how an event is written there, whether it is whole, and what that of a resolution tells.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huaihai.kit.canonical import canonical
from huaihai.kit.clock import ZONE
from huaihai.kit.keyring import key_id_of
from huaihai.record import chain

if TYPE_CHECKING:
    from huaihai.governance.models import Motion


def of_motion(motion: "Motion") -> dict[str, Any]:
    """The motion as its voters see it."""
    return {
        "number": motion.number,
        "title": motion.title,
        "text": motion.text,
        "grounds": motion.grounds,
        "proposed_by": motion.proposed_by.key,
        "weight": motion.weight,
        "effects": motion.effects,
        "in_force_from": _iso(motion.in_force_from),
        "amends": motion.amends.number if motion.amends else "",
    }


def of_minutes(text: str) -> dict[str, Any]:
    """Minutes as they are approved."""
    return {"text": text}


def _iso(day: date | datetime | None) -> str:
    return day.isoformat() if day else ""


FORMAT = "huaihai-resolution-2"
AGREEMENT = "huaihai-agreement-2"  # made by `agreement.proof`
RESOLUTIONS = frozenset({"huaihai-resolution-1", FORMAT})
AGREEMENTS = frozenset({"huaihai-agreement-1", AGREEMENT})
LARGEST = 2_000_000  # bytes; a file about one resolution has some tens of thousands
KEY_ID = re.compile(r"[0-9a-f]{8,64}|demo-[0-9a-f]{11}", re.ASCII)
PEM = re.compile(r"-----BEGIN PUBLIC KEY-----[^-]{20,400}-----END PUBLIC KEY-----")


class NotReadable(ValueError):
    """This is no such file. `message` says why, in the reader's language."""

    def __init__(self, message: Promise | str) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True)
class SignedFile:
    """What is signed, in its one canonical spelling too, and the signature beside it."""

    content: Mapping[str, Any]
    canonical: bytes
    key_id: str
    signature: str


def wrap(content: str, *, key_id: str, signature: str) -> bytes:
    """The file: the signed content as it is, readable, with the signature beside it."""
    body = {"content": json.loads(content), "signature": {"key_id": key_id, "value": signature}}
    return json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def read(file: bytes, formats: frozenset[str] = RESOLUTIONS | AGREEMENTS) -> SignedFile:
    """Take a file of these formats apart. Raises NotReadable, also for JSON that two programs could read otherwise."""
    if len(file) > LARGEST:
        raise NotReadable(_("This file is too large: a signed file has at most 2 MB."))
    try:
        whole = json.loads(
            file.decode(), object_pairs_hook=_once_each, parse_constant=_no_number, parse_float=_no_number
        )
        content, held = whole["content"], whole["signature"]
        if set(whole) != {"content", "signature"} or set(held) != {"key_id", "value"}:
            raise ValueError("other parts")
        if content["format"] not in formats or not KEY_ID.fullmatch(held["key_id"]):
            raise ValueError("another kind of file")
        if not isinstance(held["value"], str):
            raise TypeError("no signature")
        return SignedFile(content, canonical(content), held["key_id"], held["value"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotReadable(
            _("This is not a file that the alliance signed, or it was damaged on its way.")
        ) from error


def keys_from_pem(text: str) -> dict[str, str]:
    """The Ed25519 public keys in this text (PEM, also inside keys.json) by their ids; the rest is passed over."""
    found = {}
    text = text.replace("\\n", "\n")  # as JSON writes the end of a line
    for pem in PEM.findall(text):
        try:
            key = load_pem_public_key(pem.encode())
        except (ValueError, UnsupportedAlgorithm):
            continue
        if isinstance(key, Ed25519PublicKey):
            found[key_id_of(key.public_bytes_raw())] = pem + "\n"
    return found


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    held = dict(pairs)
    if len(held) != len(pairs):
        raise ValueError("a name stands twice")  # which of the two is meant, programs disagree about
    return held


def _no_number(text: str) -> Any:
    raise ValueError(f"no whole number: {text}")


if TYPE_CHECKING:
    from huaihai.record.models import Event as HeldEvent

type Event = Mapping[str, Any]
COUNTED = ("members", "present", "for", "against", "abstain", "quorum_needed", "majority_needed")


@dataclass
class Decision:
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


def decision_in(record: Sequence[Event]) -> Decision:
    """What the record tells of the last round: votes are those of members at the count.

    Raises KeyError, ValueError, TypeError.
    """
    told = Decision()
    for event in record:
        facts = event["facts"]
        match event["verb"]:
            case "open vote":
                told = Decision(facts["mode"], facts["terms"], facts["text"])
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


def claimed_by(content: Mapping[str, Any]) -> Decision:
    """The same, as the rest of the file says it. Raises KeyError, ValueError, TypeError."""
    count, resolution = content["count"], content["resolution"]
    return Decision(
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
