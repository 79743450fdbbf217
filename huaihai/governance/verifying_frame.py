"""What stands around the vote in the file about a resolution: names, moments, who proposed it.

Plain: no database and no secret is needed. Each test may raise what wrong parts raise; `verifying` answers that.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from huaihai.governance import documents

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
    return documents.fingerprint({name: content[name] for name in ("alliance", "bodies", "is_demo")})


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
