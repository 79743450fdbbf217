"""Checking the file about a resolution: everything in it is worked out again.

Plain: no database and no secret is needed, only the file and the platform's public key.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huaihai.governance import counting, documents, sealed_file, sealed_record
from huaihai.governance.sealed_file import FORMAT, LARGEST, NotReadable, SealedFile, keys_from_pem, wrap
from huaihai.kit.clock import ZONE
from huaihai.kit.signing import verify

__all__ = ["FORMAT", "LARGEST", "Check", "NotReadable", "check", "keys_from_pem", "number_of", "wrap"]

LONGEST_NUMBER = 40  # characters
CHOICES = frozenset({"for", "against", "abstain"})
MODES = frozenset({"meeting", "written"})
WEIGHTS = frozenset({counting.ORDINARY, counting.WEIGHTY})
SHARE = re.compile(r"[0-9]{1,4}(/[0-9]{1,4})?", re.ASCII)  # no exponents: they could be astronomically long


@dataclass(frozen=True)
class Check:
    """One thing that was worked out again, and whether it fits."""

    name: str
    label: Promise | str
    fits: bool


def check(file: bytes, *, keys: Mapping[str, str]) -> list[Check]:
    """Work everything out again; `keys` are public keys by id, as PEM. Raises NotReadable."""
    held = sealed_file.read(file)
    try:
        found = [Check(name, label, test(held.content)) for name, label, test in _CHECKS]
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError) as error:
        raise NotReadable(_("Parts of this file are missing, or are not what they should be.")) from error
    return [*found, Check("signature", _("The platform signed exactly this content."), _signed(held, keys))]


def all_fit(found: list[Check]) -> bool:
    """Whether everything fits."""
    return all(one.fits for one in found)


def problems(found: list[Check]) -> Iterator[Check]:
    """What does not fit."""
    return (one for one in found if not one.fits)


def number_of(file: bytes) -> str:
    """The number of the resolution that the file is about. Raises NotReadable."""
    resolution = sealed_file.read(file).content.get("resolution")
    number = resolution.get("number") if isinstance(resolution, dict) else None
    if not isinstance(number, str) or len(number) > LONGEST_NUMBER or not number.isprintable():
        raise NotReadable(_("This file names no resolution."))
    return number


def key_of(file: bytes) -> str:
    """The id of the key that is said to have signed it. Raises NotReadable."""
    return sealed_file.read(file).key_id


def content_hash(file: bytes) -> str:
    """SHA-256 of the signed content. Raises NotReadable."""
    return hashlib.sha256(sealed_file.read(file).canonical).hexdigest()


def _signed(held: SealedFile, keys: Mapping[str, str]) -> bool:
    pem = keys.get(held.key_id)
    return pem is not None and verify(held.canonical, held.signature, pem)


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
    return sealed_record.is_whole(content["record"])


def _record_tells_the_same(content: Mapping[str, Any]) -> bool:
    """The votes, the count and the decision of the record are those of the file."""
    return sealed_record.told_in(content["record"]) == sealed_record.claimed_by(content)


def _moment(iso: str) -> datetime:
    return datetime.fromisoformat(iso)


_CHECKS: tuple[tuple[str, Promise | str, Callable[[Mapping[str, Any]], bool]], ...] = (
    ("text", _("The resolution is the text that was voted on."), _text_fits),
    ("days", _("Its number and its days follow from the day of the vote."), _days_fit),
    ("votes", _("Each body voted once, as a member, in time, on this very text."), _votes_fit),
    ("count", _("Counted again, there was a quorum and a majority."), _count_fits),
    ("minutes", _("The minutes are those that were approved."), _minutes_fit),
    ("record", _("No step of the record was changed, added or left out."), _record_fits),
    ("agreement", _("The record tells of the same votes and the same decision."), _record_tells_the_same),
)
