"""What providers answer, in one small vocabulary; in words, `words.py`."""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from huaihai.kit.clock import ZONE

# What is wrong with us, not with one message: all others of this way wait for the next round.
OF_THE_WAY: Final = frozenset({"settings", "key", "signature", "money", "busy"})
FINAL: Final = frozenset({"number", "blocked", "content"})  # what no other try changes
_CODE: Final = re.compile(r"[\w.:-]{1,80}", re.ASCII)


class Refused(Exception):
    """A message was not taken. `reason`: settings, key, signature, money, busy (of the way); number, blocked, content
    (final); template, often, other. `code` is the provider's own word, never a text: that could name somebody."""

    def __init__(self, reason: str, code: object = "") -> None:
        self.reason, self.code = reason, str(code) if _CODE.fullmatch(str(code)) else ""
        super().__init__(f"{reason} {self.code}".strip())


@dataclass(frozen=True)
class Left:
    """What a provider took: its own number for it, the words that really left ("": ours), how many parts it bills."""

    reference: str
    text: str = ""
    parts: int = 0


@dataclass(frozen=True)
class Receipt:
    """What became of a message, as the provider says afterwards; `parts` is 0 where it does not say."""

    reference: str
    has_arrived: bool
    why: str = ""
    at: datetime | None = None
    parts: int = 0


class NotOurs(Exception):
    """What came in was not sent by the provider, or is no receipt."""


def pushed(body: bytes, read: Callable[[dict[str, Any]], Receipt]) -> list[Receipt]:
    """The receipts in a list of JSON, each read by `read`. Raises NotOurs."""
    try:
        return [read(row) for row in json.loads(body)]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotOurs from error


def moment(text: object) -> datetime | None:
    """A time as providers write it, in Asia/Shanghai."""
    try:
        return datetime.strptime(str(text), "%Y-%m-%d %H:%M:%S").replace(tzinfo=ZONE)
    except ValueError:
        return None


def own_id(effect_key: str) -> str:
    """What a provider keeps beside a message: the same for the same effect; it tells nothing."""
    return hashlib.sha256(effect_key.encode()).hexdigest()[:32]
