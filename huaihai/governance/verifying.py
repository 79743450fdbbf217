"""Checking the file about a resolution: everything in it is worked out again.

Plain: no database and no secret is needed, only the file and the platform's public key.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huaihai.governance import counting, documents
from huaihai.kit.signing import canonical, verify
from huaihai.record import chain

FORMAT = "huaihai-resolution-1"
LARGEST = 2_000_000  # bytes; a file about one resolution has some tens of thousands


class NotReadable(ValueError):
    """This is no file about a resolution."""


@dataclass(frozen=True)
class Check:
    """One thing that was worked out again, and whether it fits."""

    name: str
    label: Promise | str
    fits: bool


def wrap(content: str, *, key_id: str, signature: str) -> bytes:
    """The file: the signed content as it is, readable, with the signature beside it."""
    body = {"content": json.loads(content), "signature": {"key_id": key_id, "value": signature}}
    return json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def check(file: bytes, *, keys: Mapping[str, str]) -> list[Check]:
    """Work everything out again; `keys` are public keys by id, as PEM. Raises NotReadable."""
    content, signature = _read(file)
    try:
        found = [Check(name, label, test(content)) for name, label, test in _CHECKS]
    except (KeyError, TypeError, ValueError, AttributeError, ZeroDivisionError) as error:
        raise NotReadable("parts of the file are missing or of another kind") from error
    return [
        *found,
        Check("signature", _("The platform signed exactly this content."), _signed(content, signature, keys)),
    ]


def number_of(file: bytes) -> str:
    """The number of the resolution that the file is about. Raises NotReadable."""
    content, _signature = _read(file)
    try:
        return str(content["resolution"]["number"])
    except (KeyError, TypeError) as error:
        raise NotReadable("the file names no resolution") from error


def _read(file: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    if len(file) > LARGEST:
        raise NotReadable("the file is too large")
    try:
        whole = json.loads(file.decode())
        content, signature = whole["content"], whole["signature"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotReadable("this is not such a file") from error
    if not isinstance(content, dict) or not isinstance(signature, dict) or content.get("format") != FORMAT:
        raise NotReadable("this is not such a file")
    return content, signature


def _signed(content: Mapping[str, Any], signature: Mapping[str, Any], keys: Mapping[str, str]) -> bool:
    pem = keys.get(str(signature.get("key_id")))
    return pem is not None and verify(canonical(content), str(signature.get("value")), pem)


def _text_fits(content: Mapping[str, Any]) -> bool:
    resolution, motion = content["resolution"], content["motion"]
    said = (resolution["title"], resolution["text"], resolution["document_hash"])
    return said == (motion["title"], motion["text"], documents.fingerprint(motion))


def _votes_fit(content: Mapping[str, Any]) -> bool:
    votes, fixed = content["votes"], content["resolution"]["document_hash"]
    bodies = [vote["body"] for vote in votes]
    return (
        len(bodies) == len(set(bodies))
        and set(bodies) <= set(content["count"]["members"])
        and all(vote["document_hash"] == fixed for vote in votes)
        and all(_moment(vote["cast_at"]) <= _moment(content["count"]["counted_at"]) for vote in votes)
    )


def _count_fits(content: Mapping[str, Any]) -> bool:
    count = content["count"]
    result = counting.count(
        members=count["members"],
        votes={vote["body"]: vote["choice"] for vote in content["votes"]},
        attending=_attending(content),
        terms=counting.Terms.from_json(content["terms"]),
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


def _attending(content: Mapping[str, Any]) -> list[str] | None:
    if content["count"]["mode"] != "meeting":
        return None
    moment = _moment(content["count"]["counted_at"])
    return [
        row["body"]
        for row in content["attendance"]
        if _moment(row["came_at"]) <= moment and (not row["left_at"] or _moment(row["left_at"]) > moment)
    ]


def _minutes_fit(content: Mapping[str, Any]) -> bool:
    minutes = content["minutes"]
    sealed = [event for event in content["record"] if event["verb"] == "seal"]
    fixed = documents.fingerprint(documents.of_minutes(minutes["text"]))
    return fixed == minutes["document_hash"] and [event["facts"]["minutes"] for event in sealed] == [fixed]


def _record_fits(content: Mapping[str, Any]) -> bool:
    previous, number = "", 0
    for event in content["record"]:
        number += 1
        hashed = chain.link(
            subject=event["subject"],
            number=event["number"],
            verb=event["verb"],
            by=event["by"],
            at=_moment(event["at"]),
            facts=event["facts"],
            text_hash=event["text_hash"],
            previous=event["previous"],
        )
        if (event["number"], event["previous"], event["hash"]) != (number, previous, hashed):
            return False
        previous = event["hash"]
    return number > 0 and len({event["subject"] for event in content["record"]}) == 1


def _record_tells_the_same(content: Mapping[str, Any]) -> bool:
    """The votes and the decision of the record are those of the file."""
    told: dict[str, tuple[str, str]] = {}
    decided = ""
    for event in content["record"]:
        facts = event["facts"]
        if event["verb"] == "open vote":
            told = {}
        elif event["verb"] == "vote":
            told[facts["body"]] = (facts["choice"], facts["text"])
        elif event["verb"] == "withdraw vote":
            told.pop(facts["body"], None)
        elif event["verb"] == "adopt":
            decided = facts["resolution"]
    held = {vote["body"]: (vote["choice"], vote["document_hash"]) for vote in content["votes"]}
    return told == held and decided == content["resolution"]["number"]


def _moment(iso: str) -> datetime:
    return datetime.fromisoformat(iso)


_CHECKS: tuple[tuple[str, Promise | str, Callable[[Mapping[str, Any]], bool]], ...] = (
    ("text", _("The resolution is the text that was voted on."), _text_fits),
    ("votes", _("Each body voted once, as a member, in time, on this very text."), _votes_fit),
    ("count", _("Counted again, there was a quorum and a majority."), _count_fits),
    ("minutes", _("The minutes are those that were approved."), _minutes_fit),
    ("record", _("No step of the record was changed, added or left out."), _record_fits),
    ("agreement", _("The record tells of the same votes and the same decision."), _record_tells_the_same),
)


def all_fit(found: list[Check]) -> bool:
    """Whether everything fits."""
    return all(one.fits for one in found)


def content_hash(file: bytes) -> str:
    """SHA-256 of the signed content. Raises NotReadable."""
    content, _signature = _read(file)
    return hashlib.sha256(canonical(content)).hexdigest()


def problems(found: list[Check]) -> Iterator[Check]:
    """What does not fit."""
    return (one for one in found if not one.fits)
