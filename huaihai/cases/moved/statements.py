"""The statement that leads one consumer on: who signed it has compared number and code of this one complaint.

Plain: no database, no clock. What is signed is in the canonical spelling; moments are seconds since 1970.
"""

import hashlib
import json
import re
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from huaihai.desk import codes
from huaihai.kit import signing
from huaihai.kit.refusals import Refusal
from huaihai.kit.refusals import gettext_noop as _

FORMAT: Final = "city-move-statement-1"
GOOD_FOR: Final = 600  # seconds
LONGEST: Final = 4_000  # characters
_NAMES: Final = {"format", "id", "city", "number", "code", "was", "to", "until"}
_ID: Final = re.compile(r"[0-9a-f]{32}")


class NotGood(Refusal):
    """Why a statement opens nothing."""


@dataclass(frozen=True)
class Statement:
    """What a good one says: its id, which counts once, and the fingerprint of the code where it was compared."""

    id: str
    city: str
    was: str
    key_id: str


def write(*, city: str, number: str, code: str, was: str, to: str, now: float) -> str:
    """For the installation that signs with the key `to`. `was`: the fingerprint of the code, as it went there."""
    one = secrets.token_hex(16)
    content = {
        "format": FORMAT,
        "id": one,
        "city": city,
        "number": number,
        "code": _mark(one, number, code),
        "was": was,
        "to": to,
        "until": int(now) + GOOD_FOR,
    }
    return json.dumps(signing.enclosed(content))


def read(
    text: str,
    *,
    number: str,
    code: str,
    keys: Mapping[str, Mapping[str, str]],
    me: Collection[str],
    now: float,
) -> Statement:
    """What it says of this number and code. `keys`: of each city that came here, those of the installation it came
    from; `me`: the ids of our own. Raises NotGood."""
    document = _opened(text)
    content = document.content
    if not document.is_genuine(keys.get(content["city"], {})):
        raise NotGood(_("It was not written by the site from which the complaints of this city came."))
    if content["to"] not in me:
        raise NotGood(_("It was written for another site than this one."))
    if not now < content["until"] <= now + 2 * GOOD_FOR:
        raise NotGood(_("It is too old: it is good for ten minutes."))
    if content["number"] != number or content["code"] != _mark(content["id"], number, code):
        raise NotGood(_("It was written for another complaint, or another code."))
    return Statement(content["id"], content["city"], content["was"], document.signature.key_id)


def _opened(text: str) -> signing.Opened:
    try:
        document = signing.opened(text if len(text) <= LONGEST else "", FORMAT)
        content = document.content
        texts = [content[name] for name in _NAMES - {"until"}]
        is_one = content.keys() == _NAMES and type(content["until"]) is int
        if not (is_one and all(isinstance(one, str) for one in texts) and _ID.fullmatch(content["id"])):
            raise ValueError
    except signing.NOT_READABLE as error:
        raise NotGood(_("It is damaged.")) from error
    return document


def _mark(one: str, number: str, code: str) -> str:
    """Ties the statement to the code that is sent with it; its random id keeps the code from being tried out."""
    return hashlib.sha256(f"{one}:{number}:{codes.plain(code)}".encode()).hexdigest()
