"""Check messages, threads and descriptors of the hand-over format `case-passport-1`.

What is checked, in this order; the first fault is named by its code:

1. spelling  the bytes are the one spelling: size, UTF-8, depth, JSON, names, numbers, text, canonical form
2. parts     names, codes, lengths, values, time limits, articles, evidence, what is left out, days
3. sender    both sides are known, the key is known, the Ed25519 signature fits
4. thread    chains, links, and whether a message may be written by what its sender knew
5. files     the files of evidence beside it: listed, size, SHA-256

    python check_case_passport.py thread.jsonl message.json --keys peers.jsonl
    python check_case_passport.py --suite docs/guides/passport-suite

Python 3.11 and `cryptography` (Debian: python3-cryptography), nothing else. It was written from docs/guides/passport.md
alone. It leaves with 0 if everything fits; with 1 if not, and says of each file why; with 2 if a file cannot be read.
"""

import argparse
import base64
import binascii
import gzip
import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Json = dict[str, Any]
Peers = dict[str, dict[str, bytes]]  # name of an installation -> key id -> the 32 bytes of the key

LARGEST_FILE = 1_048_576
LARGEST_WHOLE = 2**53 - 1
DEEPEST = 16
MOST_WAITING = 20
TOLERANCE = timedelta(minutes=5)
SUITE_NOW = "2026-12-01T00:00:00Z"

# Of the faults of one group the first of these is named.
ORDER = """
doubled_name not_whole null bad_text bad_name
unknown_version unknown_kind missing_name unknown_name unknown_code too_long bad_value unknown_critical
words_missing bad_clock unlisted_article doubled_article doubled_evidence not_listed listed_but_there
after_message from_future
"""
RANK = {reason: place for place, reason in enumerate(ORDER.split())}


class Refused(Exception):
    """A file does not fit; `reason` is the code, `where` the place."""

    def __init__(self, reason: str, where: str = "") -> None:
        super().__init__(reason)
        self.reason, self.where = reason, where


def refuse_if(wrong: bool, reason: str, where: str = "") -> None:
    if wrong:
        raise Refused(reason, where)


class Faults:
    """Collects all faults of a group, so that the first one by the table of reasons can be named."""

    def __init__(self) -> None:
        self.found: list[tuple[int, str, str]] = []

    def add(self, reason: str, where: str) -> None:
        self.found.append((RANK[reason], reason, where))

    def add_if(self, wrong: bool, reason: str, where: str) -> None:
        if wrong:
            self.add(reason, where)

    def refuse_first(self) -> None:
        if self.found:
            _, reason, where = min(self.found, key=lambda fault: fault[0])
            raise Refused(reason, where)


# ---------------------------------------------------------------------------------------------------------
# 1. Spelling

STRING = re.compile(r'"(?:[^"\\]|\\.)*(?:"|$)', re.DOTALL)
BAD_TEXT = re.compile("[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]")
GOOD_NAME = re.compile(r"[a-z0-9_.-]{1,60}")


def spelling(value: Any) -> bytes:
    """The one spelling of a value that has passed the checks of this group."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def hash_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def depth_of(text: str) -> int:
    depth = deepest = 0
    for mark in re.findall(r"[\[\]{}]", STRING.sub("", text)):
        depth += 1 if mark in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def parse(text: str, faults: Faults) -> Any:
    """JSON, with doubled names and numbers that are not whole noted on the way."""

    def pairs(found: list[tuple[str, Any]]) -> Json:
        faults.add_if(len({name for name, _ in found}) < len(found), "doubled_name", "")
        return dict(found)

    def whole(digits: str) -> int:
        if digits == "-0" or len(digits) > 17 or abs(int(digits)) > LARGEST_WHOLE:
            faults.add("not_whole", digits[:40])
            return 0
        return int(digits)

    def broken(digits: str) -> int:
        faults.add("not_whole", digits[:40])
        return 0

    def constant(_: str) -> NoReturn:
        raise ValueError

    try:
        return json.loads(
            text, object_pairs_hook=pairs, parse_int=whole, parse_float=broken, parse_constant=constant
        )
    except ValueError:
        raise Refused("not_json") from None


def walk(value: Any, faults: Faults) -> None:
    if value is None:
        faults.add("null", "")
    elif isinstance(value, str):
        faults.add_if(BAD_TEXT.search(value) is not None, "bad_text", ascii(value[:40]))
    elif isinstance(value, list):
        for item in value:
            walk(item, faults)
    elif isinstance(value, dict):
        for name, item in value.items():
            faults.add_if(not GOOD_NAME.fullmatch(name), "bad_name", ascii(name[:40]))
            walk(item, faults)


def read_spelling(data: bytes) -> Any:
    """The value of a file that stands in the one spelling."""
    refuse_if(len(data) > LARGEST_FILE, "too_large")
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise Refused("not_utf8") from None
    refuse_if(depth_of(text) > DEEPEST, "too_deep")
    faults = Faults()
    value = parse(text, faults)
    walk(value, faults)
    faults.refuse_first()
    refuse_if(spelling(value) != data, "not_canonical")
    return value


# ---------------------------------------------------------------------------------------------------------
# 2. Parts: the kinds of values. A check notes the faults of one value.

Check = Callable[[Any, str, Faults], None]


def text(most: int) -> Check:
    def check(value: Any, where: str, faults: Faults) -> None:
        if not isinstance(value, str) or not value:
            faults.add("bad_value", where)
        elif len(value) > most:
            faults.add("too_long", where)

    return check


def shaped(shape: str, fits: Callable[[str], bool] = lambda _: True) -> Check:
    """A string of a shape; by the schema it is `too_long` with more than 300 characters."""
    pattern = re.compile(shape)

    def check(value: Any, where: str, faults: Faults) -> None:
        if isinstance(value, str) and len(value) > 300:
            faults.add("too_long", where)
        elif not isinstance(value, str) or not pattern.fullmatch(value) or not fits(value):
            faults.add("bad_value", where)

    return check


def code(codes: str, reason: str = "unknown_code") -> Check:
    known = set(codes.split())

    def check(value: Any, where: str, faults: Faults) -> None:
        faults.add_if(not isinstance(value, str) or value not in known, reason, where)

    return check


def whole(least: int, most: int) -> Check:
    def check(value: Any, where: str, faults: Faults) -> None:
        fits = isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
        faults.add_if(not fits, "bad_value", where)

    return check


def boolean(value: Any, where: str, faults: Faults) -> None:
    faults.add_if(not isinstance(value, bool), "bad_value", where)


def anything(value: Any, where: str, faults: Faults) -> None:
    pass


def many(item: Check, most: int, least: int = 0) -> Check:
    def check(value: Any, where: str, faults: Faults) -> None:
        if not isinstance(value, list) or len(value) < least:
            faults.add("bad_value", where)
            return
        faults.add_if(len(value) > most, "too_long", where)
        for place, part in enumerate(value):
            item(part, f"{where}[{place}]", faults)

    return check


def record(**parts: Check) -> Check:
    """An object of these names; one that ends in `_` here may be missing."""
    checks = {name.removesuffix("_"): check for name, check in parts.items()}
    needed = [name for name in parts if not name.endswith("_")]

    def check(value: Any, where: str, faults: Faults) -> None:
        if not isinstance(value, dict):
            faults.add("bad_value", where)
            return
        for name in needed:
            faults.add_if(name not in value, "missing_name", f"{where}.{name}")
        for name, part in value.items():
            if name in checks:
                checks[name](part, f"{where}.{name}", faults)
            else:
                faults.add("unknown_name", f"{where}.{name}")

    return check


def is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_moment(value: str) -> bool:
    try:
        moment_of(value)
    except ValueError:
        return False
    return True


def moment_of(value: str) -> datetime:
    return datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def beijing_day(moment: str) -> str:
    return (moment_of(moment) + timedelta(hours=8)).strftime("%Y-%m-%d")


def bytes_of(value: str, size: int) -> bytes | None:
    """So many bytes in base64, in the one way to write it; otherwise nothing."""
    try:
        data = base64.b64decode(value, validate=True)
    except binascii.Error:
        return None
    return data if len(data) == size and base64.b64encode(data).decode() == value else None


DAY_SHAPE = r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}"
ID = shaped(r"[0-9a-f]{32}")
HASH = shaped(r"[0-9a-f]{64}")
HASH_OR_NONE = shaped(r"([0-9a-f]{64})?")
KEY_ID = shaped(r"[0-9a-f]{16}|demo-[0-9a-f]{11}")
NAME = shaped(r"[a-z0-9][a-z0-9.-]{1,98}[a-z0-9]")
BASE64 = shaped(r"[A-Za-z0-9+/]+={0,2}")
DAY = shaped(DAY_SHAPE, is_day)
MOMENT = shaped(DAY_SHAPE + r"T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", is_moment)
SHORT, TEXT = text(200), text(10_000)
SUM = whole(0, 10**13)
LANGUAGE = code("zh en")
PARTY = code("consumer business body")
LINK = record(number=whole(0, LARGEST_WHOLE), hash=HASH_OR_NONE)
INSTALLATION = record(name=NAME, key_id=KEY_ID)
OFFICE = record(name=SHORT, telephone_=SHORT)

ARTICLES = many(record(id=shaped(r"[a-z0-9][a-z0-9.-]{0,79}"), name=SHORT, text_on=DAY), 100)
EVIDENCE = many(
    record(
        sha256=HASH,
        size=whole(1, 2**40),
        kind=shaped(r"[a-z]+/[a-z0-9.+-]{1,80}"),
        name=SHORT,
        given_by=PARTY,
        given_on=DAY,
    ),
    1000,
)
CLOCKS = many(
    record(
        what=SHORT,
        owner=PARTY,
        article=SHORT,
        number=whole(0, 10_000),
        counted=code("working-days days hours months years fixed"),
        calendar=code("cn"),
        began_on=DAY,
        due_on=DAY,
        due_at_=MOMENT,
        state=code("running paused met expired"),
        pauses=many(record(from_on=DAY, until_on_=DAY, words=SHORT), 100),
        ended_on_=DAY,
    ),
    100,
)
ASKS = many(
    record(remedy=code("repair redo replace return make-up-quantity refund compensation"), fen_=SUM),
    20,
    least=1,
)
LEFT_OUT = many(
    record(
        what=code(
            "consumer-name consumer-telephone consumer-address identity evidence words steps papers other"
        ),
        why=code("not-needed not-given no-consent confidential unsafe missing other"),
        words_=TEXT,
        sha256_=HASH,
    ),
    1000,
)
CASE = record(
    number=SHORT,
    office=OFFICE,
    filed_on=DAY,
    standing=code("received admitted negotiating mediating fulfilling closed"),
    consumer=record(name_=SHORT, telephone_=SHORT, address_=SHORT, language=LANGUAGE),
    business=record(name=SHORT, credit_code_=shaped(r"[0-9A-Z]{18}"), telephone_=SHORT, address_=SHORT),
    story=TEXT,
    paid_fen_=SUM,
    asks=ASKS,
    consent=record(given_on=DAY, words=TEXT),
    steps=many(record(on=DAY, by=PARTY, words=TEXT), 500),
    clocks=CLOCKS,
    law=ARTICLES,
    evidence=EVIDENCE,
    left_out=LEFT_OUT,
)

GROUNDS = "not-ours elsewhere known not-consumption too-old incomplete no-consent nobody-here other"
OUTCOMES = "settled mediated no-agreement declined withdrawn referred other"
BODIES: dict[str, Check] = {
    "offer": record(office=OFFICE, words_=TEXT, case=CASE),
    "return": record(office=OFFICE, words_=TEXT, case=CASE, of=ID),
    "acceptance": record(of=ID, office=OFFICE, number_=SHORT),
    "refusal": record(of=ID, ground=code(GROUNDS), words_=TEXT),
    "withdrawal": record(of=ID, words_=TEXT),
    "deed": record(of=ID, acceptance=ID, words_=TEXT, clocks=CLOCKS, law_=ARTICLES, evidence=EVIDENCE),
    "question": record(about=code("words evidence"), words_=TEXT, files=many(HASH, 1000)),
    "answer": record(of=ID, words=TEXT, evidence=EVIDENCE),
    "end": record(outcome=code(OUTCOMES), ended_on=DAY, words_=TEXT, refund_fen_=SUM),
    "receipt": record(of_=ID, sent=LINK),
}

EXTENSION = record(critical=boolean, value=anything)
EXTENSION_NAME = re.compile(r"[a-z0-9-]+([.][a-z0-9-]+)+")


def extensions(value: Any, where: str, faults: Faults) -> None:
    if not isinstance(value, dict):
        faults.add("bad_value", where)
        return
    faults.add_if(len(value) > 20, "too_long", where)
    for name, part in value.items():
        faults.add_if(not EXTENSION_NAME.fullmatch(name), "bad_value", f"{where}.{name}")
        EXTENSION(part, f"{where}.{name}", faults)


CONTENT = record(
    format=code("case-passport-1", "unknown_version"),
    passport=ID,
    id=ID,
    kind=code(" ".join(BODIES), "unknown_kind"),
    number=whole(0, LARGEST_WHOLE),
    previous=HASH_OR_NONE,
    seen=LINK,
    sender=INSTALLATION,
    receiver=INSTALLATION,
    at=MOMENT,
    body=anything,
    extensions_=extensions,
)
ADDRESS = shaped(
    r"(https://[a-z0-9][a-z0-9.-]*|http://(127[.]0[.]0[.]1|localhost))(:[0-9]{1,5})?"
    r"(/[A-Za-z0-9._~/-]*)?"
)
DESCRIPTOR = record(
    format=code("case-passport-peer-1", "unknown_version"),
    name=NAME,
    title=SHORT,
    address=ADDRESS,
    language=LANGUAGE,
    age=shaped(r"age1[02-9ac-hj-np-z]{58}"),
    keys=many(record(key_id=KEY_ID, public=BASE64), 20, least=1),
    key_id=KEY_ID,
    at=MOMENT,
)
SIGNED_MESSAGE = record(content=CONTENT, signature=BASE64)
SIGNED_DESCRIPTOR = record(content=DESCRIPTOR, signature=BASE64)


# ---------------------------------------------------------------------------------------------------------
# 2. Parts: what the values have to do with one another


def check_message_parts(value: Any, now: datetime) -> Json:
    """The content of a message whose parts fit."""
    faults = Faults()
    SIGNED_MESSAGE(value, "", faults)
    found = value.get("content") if isinstance(value, dict) else None
    content: Json = found if isinstance(found, dict) else {}
    kind = content.get("kind")
    if "body" in content and isinstance(kind, str) and kind in BODIES:
        BODIES[kind](content["body"], ".content.body", faults)
    faults.refuse_first()
    check_envelope(content, now, faults)
    check_body(content["kind"], content["body"], beijing_day(content["at"]), faults)
    faults.refuse_first()
    return content


def check_envelope(content: Json, now: datetime, faults: Faults) -> None:
    number = content["number"]
    faults.add_if((number == 0) != (content["kind"] == "receipt"), "bad_value", "number")
    faults.add_if((content["previous"] == "") != (number <= 1), "bad_value", "previous")
    check_link(content["seen"], "seen", faults)
    for name, extension in content.get("extensions", {}).items():
        faults.add_if(extension["critical"], "unknown_critical", name)
    faults.add_if(moment_of(content["at"]) > now + TOLERANCE, "from_future", "at")


def check_link(link: Json, where: str, faults: Faults) -> None:
    faults.add_if((link["number"] == 0) != (link["hash"] == ""), "bad_value", where)


def check_body(kind: str, body: Json, today: str, faults: Faults) -> None:
    """What the parts of a body have to do with one another; `today` is the day of the message in Beijing."""
    if kind in ("offer", "return"):
        check_case(body["case"], today, faults)
    elif kind == "refusal":
        faults.add_if(body["ground"] == "other" and "words" not in body, "words_missing", "words")
    elif kind == "deed":
        check_clocks(body["clocks"], today, faults)
        check_unique([article["id"] for article in body.get("law", [])], "doubled_article", faults)
        check_evidence(body["evidence"], today, faults)
    elif kind == "question":
        about_words = body["about"] == "words"
        faults.add_if(about_words == bool(body["files"]), "bad_value", "files")
        faults.add_if(about_words and "words" not in body, "words_missing", "words")
        check_unique(body["files"], "doubled_evidence", faults)
    elif kind == "answer":
        check_evidence(body["evidence"], today, faults)
    elif kind == "end":
        faults.add_if(body["outcome"] == "other" and "words" not in body, "words_missing", "words")
        faults.add_if(body["ended_on"] > today, "after_message", "ended_on")
    elif kind == "receipt":
        check_link(body["sent"], "sent", faults)


def check_unique(values: list[str], reason: str, faults: Faults) -> None:
    faults.add_if(len(set(values)) < len(values), reason, "")


def check_evidence(evidence: list[Json], today: str, faults: Faults) -> None:
    check_unique([item["sha256"] for item in evidence], "doubled_evidence", faults)
    for item in evidence:
        faults.add_if(item["given_on"] > today, "after_message", "evidence.given_on")


def check_case(case: Json, today: str, faults: Faults) -> None:
    articles = [article["id"] for article in case["law"]]
    check_unique(articles, "doubled_article", faults)
    check_clocks(case["clocks"], today, faults)
    for clock in case["clocks"]:
        faults.add_if(clock["article"] not in articles, "unlisted_article", clock["article"])
    check_evidence(case["evidence"], today, faults)
    check_left_out(case, faults)
    days = [case["filed_on"], case["consent"]["given_on"], *(step["on"] for step in case["steps"])]
    faults.add_if(max(days) > today, "after_message", "case")


def check_left_out(case: Json, faults: Faults) -> None:
    listed = {item["what"] for item in case["left_out"]}
    for name in ("name", "telephone", "address"):
        is_listed, is_there = f"consumer-{name}" in listed, name in case["consumer"]
        faults.add_if(not is_listed and not is_there, "not_listed", name)
        faults.add_if(is_listed and is_there, "listed_but_there", name)
    hashes = {item["sha256"] for item in case["evidence"]}
    for item in case["left_out"]:
        faults.add_if(item.get("sha256") in hashes, "listed_but_there", "left_out.sha256")
        other = "other" in (item["what"], item["why"])
        faults.add_if(other and "words" not in item, "words_missing", "left_out")


def check_clocks(clocks: list[Json], today: str, faults: Faults) -> None:
    for clock in clocks:
        fits = clock_counts(clock) and clock_state_fits(clock, today) and pauses_fit(clock, today)
        faults.add_if(not fits, "bad_clock", clock["what"])


def clock_counts(clock: Json) -> bool:
    """Number, counted and `due_at` belong together."""
    if (clock["number"] == 0) != (clock["counted"] == "fixed"):
        return False
    if ("due_at" in clock) != (clock["counted"] == "hours"):
        return False
    return "due_at" not in clock or beijing_day(clock["due_at"]) == clock["due_on"]


def clock_state_fits(clock: Json, today: str) -> bool:
    began, due, state = clock["began_on"], clock["due_on"], clock["state"]
    if began > due or began > today or ("ended_on" in clock) != (state == "met"):
        return False
    if state == "running":
        return bool(due >= today)
    if state == "expired":
        return bool(due < today)
    return bool(state != "met" or began <= clock["ended_on"] <= today)


def pauses_fit(clock: Json, today: str) -> bool:
    pauses, paused = clock["pauses"], clock["state"] == "paused"
    if paused and (not pauses or pauses[-1]["from_on"] > today):
        return False
    before, last = "", len(pauses) - 1
    for place, pause in enumerate(pauses):
        if pause["from_on"] < clock["began_on"] or pause["from_on"] <= before:
            return False
        if ("until_on" in pause) == (paused and place == last):
            return False
        before = pause.get("until_on", "9999")
        if before < pause["from_on"]:
            return False
    return True


# ---------------------------------------------------------------------------------------------------------
# 3. Sender


def key_id_of(public: bytes, like: str) -> str:
    digits = hash_of(public)
    return f"demo-{digits[:11]}" if like.startswith("demo-") else digits[:16]


def signature_fits(value: Json, public: bytes) -> bool:
    signature = bytes_of(value["signature"], 64)
    if signature is None:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, spelling(value["content"]))
    except (InvalidSignature, ValueError):
        return False
    return True


def check_sender(value: Json, peers: Peers) -> None:
    sender, receiver = value["content"]["sender"], value["content"]["receiver"]
    refuse_if(sender["name"] not in peers, "unknown_peer", sender["name"])
    public = peers[sender["name"]].get(sender["key_id"])
    if public is None:
        raise Refused("unknown_key", sender["key_id"])
    refuse_if(not signature_fits(value, public), "bad_signature")
    refuse_if(receiver["name"] == sender["name"], "wrong_receiver", receiver["name"])
    refuse_if(receiver["key_id"] not in peers.get(receiver["name"], {}), "wrong_receiver", receiver["name"])


def read_descriptor(data: bytes, now: datetime) -> Json:
    """The content of a descriptor that fits."""
    value = read_spelling(data)
    faults = Faults()
    SIGNED_DESCRIPTOR(value, "", faults)
    faults.refuse_first()
    content: Json = value["content"]
    faults.add_if(moment_of(content["at"]) > now + TOLERANCE, "from_future", "at")
    faults.refuse_first()
    keys = keys_of(content)
    refuse_if(content["key_id"] not in keys, "bad_key", content["key_id"])
    refuse_if(not signature_fits(value, keys[content["key_id"]]), "bad_signature")
    return content


def keys_of(content: Json) -> dict[str, bytes]:
    """The keys of a descriptor, each of 32 bytes and under its own id."""
    keys: dict[str, bytes] = {}
    for key in content["keys"]:
        public = bytes_of(key["public"], 32)
        if public is None or key["key_id"] != key_id_of(public, key["key_id"]):
            raise Refused("bad_key", key["key_id"])
        refuse_if(public in keys.values(), "bad_key", key["key_id"])
        keys[key["key_id"]] = public
    return keys


def read_peers(data: bytes, now: datetime) -> Peers:
    peers: Peers = {}
    for line in data.splitlines():
        content = read_descriptor(line, now)
        peers.setdefault(content["name"], {}).update(keys_of(content))
    return peers


# ---------------------------------------------------------------------------------------------------------
# 4. Thread


@dataclass(frozen=True)
class Message:
    content: Json
    hash: str

    @property
    def kind(self) -> str:
        return str(self.content["kind"])

    @property
    def id(self) -> str:
        return str(self.content["id"])

    @property
    def sender(self) -> str:
        return str(self.content["sender"]["name"])

    @property
    def receiver(self) -> str:
        return str(self.content["receiver"]["name"])

    @property
    def number(self) -> int:
        return int(self.content["number"])

    @property
    def seen(self) -> int:
        return int(self.content["seen"]["number"])

    @property
    def body(self) -> Json:
        return dict(self.content["body"])

    @property
    def of(self) -> str:
        return str(self.body.get("of", ""))


def read_message(data: bytes, peers: Peers, now: datetime) -> Message:
    """Groups 1 to 3 of a message."""
    value = read_spelling(data)
    content = check_message_parts(value, now)
    check_sender(value, peers)
    return Message(content, hash_of(spelling(content)))


@dataclass
class Known:
    """What the sender of a message knew: its own messages before it, the other side's up to `seen`."""

    began_by_own: bool
    own: list[Message]
    other: list[Message]

    def both(self, *kinds: str) -> Iterator[Message]:
        return (message for message in [*self.own, *self.other] if message.kind in kinds)

    def named(self, kind: str, of: str) -> bool:
        return any(message.of == of for message in self.both(kind))

    def offer(self, side: list[Message], of: str) -> Message:
        for message in side:
            if message.id == of and message.kind in ("offer", "return"):
                return message
        raise Refused("no_such_offer", of)

    def has_case(self) -> bool:
        """Deeds go to and fro: after an even number of them the side that began has the case."""
        return (len(list(self.both("deed"))) % 2 == 0) == self.began_by_own

    def offer_open(self) -> bool:
        closed = {message.of for message in self.both("refusal", "withdrawal", "deed")}
        return any(message.id not in closed for message in self.both("offer", "return"))

    def last_given(self) -> str:
        """The offer or return by whose deed the one who has the case got it."""
        giver = self.other if self.has_case() else self.own
        given = [message.of for message in giver if message.kind == "deed"]
        return given[-1] if given else ""

    def ended(self) -> bool:
        return any(self.both("end"))


def may_offer(message: Message, known: Known) -> None:
    refuse_if(known.ended(), "ended")
    refuse_if(not known.has_case(), "not_the_owner")
    refuse_if(known.offer_open(), "offer_open")
    given = known.last_given()
    refuse_if(message.kind == "offer" and given != "", "return_wanted")
    refuse_if(message.kind == "return" and message.of != given, "no_such_offer")


def may_reply(message: Message, known: Known) -> None:
    known.offer(known.other, message.of)
    refuse_if(known.named("refusal", message.of), "already_refused")
    refuse_if(known.named("acceptance", message.of), "already_accepted")
    refuse_if(known.named("withdrawal", message.of), "already_withdrawn")


def may_withdraw(message: Message, known: Known) -> None:
    known.offer(known.own, message.of)
    refuse_if(known.named("withdrawal", message.of), "already_withdrawn")
    refuse_if(known.named("refusal", message.of), "already_refused")
    refuse_if(known.named("deed", message.of), "already_given")


def may_give(message: Message, known: Known) -> None:
    body, offer = message.body, known.offer(known.own, message.of)
    refuse_if(known.named("withdrawal", message.of), "already_withdrawn")
    refuse_if(known.named("deed", message.of), "second_deed")
    accepted = (reply.id for reply in known.other if reply.kind == "acceptance" and reply.of == message.of)
    refuse_if(body["acceptance"] not in accepted, "deed_without_acceptance")
    offered = {article["id"] for article in offer.body["case"]["law"]}
    added = {article["id"] for article in body.get("law", [])}
    refuse_if(len(added) < len(body.get("law", [])) or bool(offered & added), "doubled_article")
    refuse_if(any(clock["article"] not in offered | added for clock in body["clocks"]), "unlisted_article")


def may_ask(message: Message, known: Known) -> None:
    """Always."""


def may_answer(message: Message, known: Known) -> None:
    asked = (question.id for question in known.other if question.kind == "question")
    refuse_if(message.of not in asked, "no_such_question")
    answered = (answer.of for answer in known.own if answer.kind == "answer")
    refuse_if(message.of in answered, "already_answered")


def may_end(message: Message, known: Known) -> None:
    refuse_if(known.ended(), "ended")
    refuse_if(not known.has_case(), "not_the_owner")
    refuse_if(known.offer_open(), "offer_open")
    refuse_if(not any(known.both("deed")), "end_without_deed")


MAY_WRITE: dict[str, Callable[[Message, Known], None]] = {
    "offer": may_offer,
    "return": may_offer,
    "acceptance": may_reply,
    "refusal": may_reply,
    "withdrawal": may_withdraw,
    "deed": may_give,
    "question": may_ask,
    "answer": may_answer,
    "end": may_end,
}


@dataclass
class Thread:
    """The two chains of a thread, as one side wrote and got them."""

    passport: str = ""
    beginner: str = ""  # who wrote the first offer
    chains: dict[str, list[Message]] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    waiting: list[Message] = field(default_factory=list)

    def take(self, message: Message) -> None:
        if not self.passport:
            self.passport = str(message.content["passport"])
            self.chains = {message.sender: [], message.receiver: []}
        between = {message.sender, message.receiver}
        refuse_if(between != set(self.chains), "wrong_receiver", message.receiver)
        refuse_if(message.content["passport"] != self.passport, "other_thread")
        if message.kind == "receipt":
            self.take_receipt(message)
        elif message.id in self.ids:
            refuse_if(self.ids[message.id] != message.hash, "doubled_id")
        else:
            self.ids[message.id] = message.hash
            self.place(message)
            self.take_waiting()

    def take_receipt(self, message: Message) -> None:
        self.check_link(message.content["seen"], message.receiver)
        sent = message.body["sent"]
        if sent["number"] <= len(self.chains[message.sender]):
            self.check_link(sent, message.sender)

    def check_link(self, link: Json, side: str) -> None:
        chain, number = self.chains[side], link["number"]
        refuse_if(number > len(chain), "seen_unknown")
        refuse_if(number > 0 and chain[number - 1].hash != link["hash"], "seen_other")

    def place(self, message: Message) -> None:
        """By its number: it is refused, waits, or is taken in."""
        following = len(self.chains[message.sender]) + 1
        refuse_if(message.number < following, "doubled_number")
        if message.number > following:
            refuse_if(len(self.waiting) >= MOST_WAITING, "gap")
            self.waiting.append(message)
            return
        self.check_chain(message)
        own, other = self.chains[message.sender], self.chains[message.receiver][: message.seen]
        if not own and not other:
            refuse_if(message.kind != "offer" or bool(self.beginner), "not_first")
            self.beginner = message.sender
        MAY_WRITE[message.kind](message, Known(message.sender == self.beginner, own, other))
        own.append(message)

    def check_chain(self, message: Message) -> None:
        own = self.chains[message.sender]
        refuse_if(message.content["previous"] != (own[-1].hash if own else ""), "chain_broken")
        self.check_link(message.content["seen"], message.receiver)
        if own:
            refuse_if(message.seen < own[-1].seen, "seen_backwards")
            refuse_if(message.content["at"] < own[-1].content["at"], "time_backwards")

    def take_waiting(self) -> None:
        """Those whose turn has come, in the order in which they came."""
        while ready := next(
            (one for one in self.waiting if one.number <= len(self.chains[one.sender]) + 1), None
        ):
            self.waiting.remove(ready)
            self.place(ready)

    def messages(self) -> Iterator[Message]:
        for chain in self.chains.values():
            yield from chain


# ---------------------------------------------------------------------------------------------------------
# 5. Files beside it; whole files


def check_beside(messages: Iterable[Message], beside: dict[str, bytes]) -> None:
    """The files of evidence, each under its SHA-256 as its name."""
    listed: dict[str, set[int]] = {}
    for message in messages:
        body = message.body
        for item in body.get("case", body).get("evidence", []):
            listed.setdefault(item["sha256"], set()).add(item["size"])
    for name in beside:
        refuse_if(name not in listed, "evidence_unlisted", name)
    for name, data in beside.items():
        refuse_if(len(data) not in listed[name], "evidence_size", name)
    for name, data in beside.items():
        refuse_if(hash_of(data) != name, "evidence_hash", name)


def read_thread(data: bytes, peers: Peers, now: datetime) -> Thread:
    refuse_if(not data, "not_json")
    refuse_if(not data.endswith(b"\n"), "not_canonical", "end")
    thread = Thread()
    for place, line in enumerate(data.split(b"\n")[:-1], 1):
        try:
            thread.take(read_message(line, peers, now))
        except Refused as fault:
            raise Refused(fault.reason, f"line {place} {fault.where}".strip()) from None
    refuse_if(bool(thread.waiting), "gap", "end")
    return thread


def check_file(sort: str, data: bytes, peers: Peers, now: datetime, beside: dict[str, bytes]) -> None:
    """Raises `Refused` if a `message`, `thread` or `peer` does not fit."""
    if sort == "peer":
        read_descriptor(data, now)
    elif sort == "thread":
        check_beside(read_thread(data, peers, now).messages(), beside)
    else:
        check_beside([read_message(data, peers, now)], beside)


def verdict(sort: str, data: bytes, peers: Peers, now: datetime, beside: dict[str, bytes]) -> tuple[str, str]:
    """The code of the reason, or nothing if all is good; and the place."""
    try:
        check_file(sort, data, peers, now, beside)
    except Refused as fault:
        return fault.reason, fault.where
    return "", ""


# ---------------------------------------------------------------------------------------------------------
# Command line


def sort_of(path: Path, data: bytes) -> str:
    if path.suffix == ".jsonl":
        return "thread"
    return "peer" if b'"format":"case-passport-peer-' in data else "message"


def check_paths(paths: list[Path], peers: Peers, now: datetime) -> bool:
    all_fit = True
    for path in paths:
        data = path.read_bytes()
        reason, where = verdict(sort_of(path, data), data, peers, now, {})
        print(f"{path}: {' '.join(filter(None, (reason, where))) or 'fits'}")
        all_fit = all_fit and not reason
    return all_fit


def read_suite(folder: Path) -> Iterator[tuple[str, str, str, Json]]:
    """Of each file: its name, what it is, the expected reason or nothing, and its contents."""
    lines = gzip.decompress((folder / "files.jsonl.gz").read_bytes()).splitlines()
    contents = {entry["name"]: entry for entry in map(json.loads, lines)}
    for row in (folder / "files.tsv").read_text("utf-8").splitlines()[1:]:
        name, sort, _, reason, _ = row.split("\t")
        yield name, sort, reason, contents[name]


def check_suite(folder: Path) -> bool:
    """Says of each file whose verdict is another than the suite's what it is."""
    now = moment_of(SUITE_NOW)
    peers = read_peers((folder / "peers.jsonl").read_bytes(), now)
    agree = total = 0
    for name, sort, expected, entry in read_suite(folder):
        data = entry["text"].encode() if "text" in entry else base64.b64decode(entry["base64"])
        beside = {key: base64.b64decode(file) for key, file in entry.get("beside", {}).items()}
        reason, where = verdict(sort, data, peers, now, beside)
        total, agree = total + 1, agree + (reason == expected)
        if reason != expected:
            print(f"{name}: {reason or 'fits'} {where}, and not {expected or 'fits'}")
    print(f"{total} files, {agree} as the suite says")
    return agree == total


def main() -> int:
    parser = argparse.ArgumentParser(description="Check case passports.")
    parser.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="messages, descriptors; threads as .jsonl"
    )
    parser.add_argument("--keys", type=Path, help="descriptors of the installations, one a line")
    parser.add_argument("--suite", type=Path, help="the folder of the conformance suite")
    given = parser.parse_args()
    now = datetime.now(UTC)
    try:
        if given.suite:
            return 0 if check_suite(given.suite) else 1
        peers = read_peers(given.keys.read_bytes(), now) if given.keys else {}
        return 0 if check_paths(given.files, peers, now) else 1
    except (OSError, Refused) as error:
        print(f"cannot read: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
