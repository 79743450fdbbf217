"""The two files that the site publishes for verifying without it: the public keys, and the signed list. No Django.

Both are told in docs/guides/mark.md.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from huaihai.brands.marks import payload
from huaihai.brands.marks.payload import Content

KEYS_FORMAT: Final = "huaihai-mark-keys-1"
LIST_FORMAT: Final = "huaihai-mark-status-1"
LIST_CONTEXT: Final = b"huaihai-mark-status-1\n"


class FileError(ValueError):
    """A file that is not what it should be: "not-keys", "not-a-list", "forged", "unknown-key" or "key-revoked"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Keys:
    """Public keys (32 bytes) by id, and the ids of those that count no more."""

    public: Mapping[str, bytes]
    revoked: Collection[str]


@dataclass(frozen=True)
class Listed:
    """What a list says. `marks`: number → state, since (or None) and key of the reason; `reasons` what these are
    called in each language. `basis_until`: the last day of the legal basis, None if it has none."""

    made_at: datetime
    has_basis: bool
    basis_until: date | None
    marks: Mapping[str, tuple[str, str | None, str]]
    reasons: Mapping[str, Mapping[str, str]]


def read_keys(file: Any) -> Keys:
    """The keys in keys.json. Raises FileError."""
    try:
        if file["format"] != KEYS_FORMAT:
            raise FileError("not-keys")
        public = {str(one["id"]): payload.decoded(one["public"]) for one in file["keys"]}
        return Keys(public, frozenset(str(one["id"]) for one in file["revoked"]))
    except (TypeError, KeyError, ValueError):
        raise FileError("not-keys") from None


def read_list(file: Any, keys: Keys) -> Listed:
    """What status.json says, once its signature is found good. Raises FileError."""
    is_list = isinstance(file, dict) and file.get("format") == LIST_FORMAT
    if not is_list or not all(isinstance(file.get(name), str) for name in ("body", "key", "signature")):
        raise FileError("not-a-list")
    if file["key"] in keys.revoked:
        raise FileError("key-revoked")
    if file["key"] not in keys.public:
        raise FileError("unknown-key")
    try:
        signature = payload.decoded(file["signature"])
        message = LIST_CONTEXT + file["body"].encode()
    except ValueError:
        raise FileError("not-a-list") from None
    if not payload.is_signed(message, signature, keys.public[file["key"]]):
        raise FileError("forged")
    return _listed(json.loads(file["body"]))


def standing(content: Content, listed: Listed | None, on: date) -> tuple[str, str | None, str]:
    """How a genuine mark stands on a day: state, since, key of the reason. Without a list, what its days alone say."""
    if listed is not None:
        if not listed.has_basis or (listed.basis_until is not None and on > listed.basis_until):
            return "no-basis", None, ""
        if (told := listed.marks.get(content.number)) is not None:
            return told
    if on > content.until:
        return "expired", content.until.isoformat(), ""
    if on < content.since:
        return "not-yet", content.since.isoformat(), ""
    return "good", content.since.isoformat(), ""


def _listed(body: Mapping[str, Any]) -> Listed:
    until = body["basis_until"]
    marks = {number: (state, since, reason) for number, (state, since, reason) in body["marks"].items()}
    return Listed(
        datetime.fromisoformat(body["made_at"]),
        body["basis"],
        date.fromisoformat(until) if until else None,
        marks,
        body["reasons"],
    )
