"""Check case passports (case-passport-1) without the platform.

    python check_case_passport.py thread.jsonl --keys peers.jsonl
    python check_case_passport.py --suite docs/guides/passport-suite

Python 3.11 and `cryptography` (Debian: python3-cryptography), nothing else. The rules are in docs/guides/passport.md.
It leaves with 0 if everything fits; with 1 if not, and says of each file why; with 2 if a file cannot be read.
"""
# Read by people who write a program of their own, on any Python; its answers are compared in a test.
# mypy: ignore-errors

import argparse
import base64
import gzip
import hashlib
import json
import re
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

HIGHEST = 2**53 - 1
LARGEST, DEEPEST, MOST_WAITING = 1024 * 1024, 16, 20


class Refused(Exception):
    """The argument is the reason."""


def need(fits, reason):
    if not fits:
        raise Refused(reason)


def sha(data):
    return hashlib.sha256(data).hexdigest()


# The one spelling


def write(value):
    if isinstance(value, dict):
        return "{" + ",".join(f"{write(name)}:{write(value[name])}" for name in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(write, value)) + "]"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def read(data):
    need(len(data) <= LARGEST, "too_large")
    try:
        text = data.decode("utf-8", "strict")
    except UnicodeDecodeError:
        raise Refused("not_utf8") from None
    need(depth(text) <= DEEPEST, "too_deep")

    def once(pairs):
        need(len(dict(pairs)) == len(pairs), "doubled_name")
        return dict(pairs)

    def whole(digits):
        need(len(digits) < 18 and digits != "-0" and abs(int(digits)) <= HIGHEST, "not_whole")
        return int(digits)

    def no(reason):
        def refuse(_):
            raise Refused(reason)

        return refuse

    try:
        value = json.loads(
            text,
            object_pairs_hook=once,
            parse_int=whole,
            parse_float=no("not_whole"),
            parse_constant=no("not_json"),
        )
    except ValueError:
        raise Refused("not_json") from None
    look(value)
    need(write(value).encode() == data, "not_canonical")
    return value


def depth(text):
    now = most = 0
    in_string = is_escaped = False
    for char in text:
        if in_string:
            in_string = is_escaped or char != '"'
            is_escaped = char == "\\" and not is_escaped
        elif char == '"':
            in_string = True
        elif char in "[{":
            now += 1
            most = max(most, now)
        elif char in "]}":
            now -= 1
    return most


def look(value):
    """No null, no bad text, no bad names."""
    need(value is not None, "null")
    if isinstance(value, str):
        bad = [c for c in value if (c < " " and c != "\n") or c == "\x7f" or "\ud800" <= c <= "\udfff"]
        need(not bad, "bad_text")
    for name in value if isinstance(value, dict) else ():
        need(re.fullmatch("[a-z0-9_.-]{1,60}", name), "bad_name")
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        look(inner)


# Kinds of values


def text(most, least=1):
    def check(value):
        need(isinstance(value, str), "bad_value")
        need(len(value) <= most, "too_long")
        need(len(value) >= least, "bad_value")

    return check


def pattern(expression):
    def check(value):
        need(isinstance(value, str) and re.fullmatch(expression, value, re.ASCII), "bad_value")

    return check


def number(least, most):
    def check(value):
        need(type(value) is int and least <= value <= most, "bad_value")

    return check


def code(*codes):
    def check(value):
        need(isinstance(value, str) and value in codes, "unknown_code")

    return check


def many(of, most, least=0):
    def check(value):
        need(isinstance(value, list), "bad_value")
        need(len(value) <= most, "too_long")
        need(len(value) >= least, "bad_value")
        for inner in value:
            of(inner)

    return check


def parts(**names):
    """Names that end in `_` may be missing."""
    known = {name.removesuffix("_"): of for name, of in names.items()}
    needed = {name for name in names if not name.endswith("_")}

    def check(value):
        need(isinstance(value, dict), "bad_value")
        need(needed <= set(value), "missing_name")
        need(set(value) <= set(known), "unknown_name")
        for name, inner in value.items():
            known[name](inner)

    return check


def day(value):
    pattern("[12][0-9]{3}-[0-9]{2}-[0-9]{2}")(value)
    try:
        date.fromisoformat(value)
    except ValueError:
        raise Refused("bad_value") from None


def moment(value):
    pattern("[12][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")(value)
    try:
        datetime.fromisoformat(value)
    except ValueError:
        raise Refused("bad_value") from None


def boolean(value):
    need(isinstance(value, bool), "bad_value")


def anything(_):
    pass


def link(value):
    parts(number=number(0, HIGHEST), hash=pattern("([0-9a-f]{64})?"))(value)
    need((value["number"] == 0) == (value["hash"] == ""), "bad_value")


def extensions(value):
    need(isinstance(value, dict), "bad_value")
    need(len(value) <= 20, "too_long")
    for name, inner in value.items():
        pattern("[a-z0-9-]+([.][a-z0-9-]+)+")(name)
        parts(critical=boolean, value=anything)(inner)


ID, HASH = pattern("[0-9a-f]{32}"), pattern("[0-9a-f]{64}")
KEY_ID = pattern("[0-9a-f]{16}|demo-[0-9a-f]{11}")
NAME = pattern("[a-z0-9][a-z0-9.-]{1,98}[a-z0-9]")
BASE64 = pattern("[A-Za-z0-9+/]+={0,2}")
SHORT, TEXT, SUM = text(200), text(10_000), number(0, 10**13)
PARTY, LANGUAGE = code("consumer", "business", "body"), code("zh", "en")

OFFICE = parts(name=SHORT, telephone_=SHORT)
PAUSE = parts(from_on=day, until_on_=day, words=SHORT)
CLOCK = parts(
    what=SHORT,
    owner=PARTY,
    article=SHORT,
    number=number(0, 10_000),
    counted=code("working-days", "days", "hours", "months", "years", "fixed"),
    calendar=code("cn"),
    began_on=day,
    due_on=day,
    due_at_=moment,
    state=code("running", "paused", "met", "expired"),
    pauses=many(PAUSE, 100),
    ended_on_=day,
)
CLOCKS = many(CLOCK, 100)
LAW = many(parts(id=pattern("[a-z0-9][a-z0-9.-]{0,79}"), name=SHORT, text_on=day), 100)
FILE = parts(
    sha256=HASH,
    size=number(1, 2**40),
    kind=pattern("[a-z]+/[a-z0-9.+-]{1,80}"),
    name=SHORT,
    given_by=PARTY,
    given_on=day,
)
FILES = many(FILE, 1000)
WHAT = code(
    "consumer-name",
    "consumer-telephone",
    "consumer-address",
    "identity",
    "evidence",
    "words",
    "steps",
    "papers",
    "other",
)
WHY = code("not-needed", "not-given", "no-consent", "confidential", "unsafe", "missing", "other")
REMEDY = code("repair", "redo", "replace", "return", "make-up-quantity", "refund", "compensation")
CASE = parts(
    number=SHORT,
    office=OFFICE,
    filed_on=day,
    standing=code("received", "admitted", "negotiating", "mediating", "fulfilling", "closed"),
    consumer=parts(name_=SHORT, telephone_=SHORT, address_=SHORT, language=LANGUAGE),
    business=parts(name=SHORT, credit_code_=pattern("[0-9A-Z]{18}"), telephone_=SHORT, address_=SHORT),
    story=TEXT,
    paid_fen_=SUM,
    asks=many(parts(remedy=REMEDY, fen_=SUM), 20, 1),
    consent=parts(given_on=day, words=TEXT),
    steps=many(parts(on=day, by=PARTY, words=TEXT), 500),
    clocks=CLOCKS,
    law=LAW,
    evidence=FILES,
    left_out=many(parts(what=WHAT, why=WHY, words_=TEXT, sha256_=HASH), 1000),
)
GROUND = code(
    "not-ours",
    "elsewhere",
    "known",
    "not-consumption",
    "too-old",
    "incomplete",
    "no-consent",
    "nobody-here",
    "other",
)
OUTCOME = code("settled", "mediated", "no-agreement", "declined", "withdrawn", "referred", "other")
BODIES = {
    "offer": parts(office=OFFICE, words_=TEXT, case=CASE),
    "return": parts(of=ID, office=OFFICE, words_=TEXT, case=CASE),
    "acceptance": parts(of=ID, office=OFFICE, number_=SHORT),
    "refusal": parts(of=ID, ground=GROUND, words_=TEXT),
    "withdrawal": parts(of=ID, words_=TEXT),
    "deed": parts(of=ID, acceptance=ID, words_=TEXT, clocks=CLOCKS, law_=LAW, evidence=FILES),
    "question": parts(about=code("words", "evidence"), words_=TEXT, files=many(HASH, 1000)),
    "answer": parts(of=ID, words=TEXT, evidence=FILES),
    "end": parts(outcome=OUTCOME, ended_on=day, words_=TEXT, refund_fen_=SUM),
    "receipt": parts(of_=ID, sent=link),
}
SIDE = parts(name=NAME, key_id=KEY_ID)
CONTENT = parts(
    format=anything,
    passport=ID,
    id=ID,
    kind=text(20),
    number=number(0, HIGHEST),
    previous=pattern("([0-9a-f]{64})?"),
    seen=link,
    sender=SIDE,
    receiver=SIDE,
    at=moment,
    body=anything,
    extensions_=extensions,
)
MESSAGE = parts(content=CONTENT, signature=BASE64)
DESCRIPTOR = parts(
    content=parts(
        format=anything,
        name=NAME,
        title=SHORT,
        address=pattern(
            r"(https://[a-z0-9][a-z0-9.-]*|http://(127\.0\.0\.1|localhost))(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?"
        ),
        language=LANGUAGE,
        age=pattern("age1[02-9ac-hj-np-z]{58}"),
        keys=many(parts(key_id=KEY_ID, public=BASE64), 20, 1),
        key_id=KEY_ID,
        at=moment,
    ),
    signature=BASE64,
)


# The parts of a message


def beijing(at):
    return (datetime.fromisoformat(at) + timedelta(hours=8)).date().isoformat()


def content_of(signed, version):
    content = signed.get("content") if isinstance(signed, dict) else None
    content = content if isinstance(content, dict) else {}
    need(content.get("format", version) == version, "unknown_version")
    return content


def check_message(signed):
    content = content_of(signed, "case-passport-1")
    if isinstance(content.get("kind"), str):
        need(content["kind"] in BODIES, "unknown_kind")
    MESSAGE(signed)
    need("format" in content, "missing_name")
    BODIES[content["kind"]](content["body"])
    need(not any(one["critical"] for one in content.get("extensions", {}).values()), "unknown_critical")
    need((content["number"] == 0) == (content["kind"] == "receipt"), "bad_value")
    need((content["previous"] == "") == (content["number"] <= 1), "bad_value")
    check_body(content["kind"], content["body"], beijing(content["at"]))


def check_body(kind, body, today):
    if kind == "question":
        need(body["about"] == "evidence" or "words" in body, "words_missing")
        need((body["about"] == "evidence") == bool(body["files"]), "bad_value")
        need(len(set(body["files"])) == len(body["files"]), "doubled_evidence")
    if "other" in (body.get("ground"), body.get("outcome")):
        need("words" in body, "words_missing")
    if kind == "end":
        need(body["ended_on"] <= today, "after_message")
    inner = body.get("case", body)
    if "case" in body:
        check_case(inner, today)
    for clock in inner.get("clocks", ()):
        need(is_clock(clock, today), "bad_clock")
    if "case" in body:
        need(
            {one["article"] for one in inner["clocks"]} <= {one["id"] for one in inner["law"]},
            "unlisted_article",
        )
    files = inner.get("evidence", ())
    need(len({one["sha256"] for one in files}) == len(files), "doubled_evidence")
    need(all(one["given_on"] <= today for one in files), "after_message")


def check_case(case, today):
    left_out = case["left_out"]
    for one in left_out:
        need("other" not in (one["what"], one["why"]) or "words" in one, "words_missing")
    ids = [one["id"] for one in case["law"]]
    need(len(set(ids)) == len(ids), "doubled_article")
    for name in ("name", "telephone", "address"):
        is_listed = f"consumer-{name}" in {one["what"] for one in left_out}
        need(name in case["consumer"] or is_listed, "not_listed")
        need(name not in case["consumer"] or not is_listed, "listed_but_there")
    hidden = {one["sha256"] for one in left_out if "sha256" in one}
    need(not hidden & {one["sha256"] for one in case["evidence"]}, "listed_but_there")
    days = [case["filed_on"], case["consent"]["given_on"], *(one["on"] for one in case["steps"])]
    need(max(days) <= today, "after_message")


def is_clock(clock, today):
    began, due, state = clock["began_on"], clock["due_on"], clock["state"]
    return (
        began <= due
        and began <= today
        and (clock["number"] == 0) == (clock["counted"] == "fixed")
        and ("due_at" in clock) == (clock["counted"] == "hours")
        and ("due_at" not in clock or beijing(clock["due_at"]) == due)
        and (state != "running" or due >= today)
        and (state != "expired" or due < today)
        and ("ended_on" in clock) == (state == "met")
        and began <= clock.get("ended_on", began) <= today
        and are_pauses(clock, today)
    )


def are_pauses(clock, today):
    free_from = clock["began_on"]  # the first day on which a pause may begin
    is_paused = False
    for pause in clock["pauses"]:
        until = pause.get("until_on", today)
        if is_paused or not free_from <= pause["from_on"] <= until:
            return False
        is_paused = "until_on" not in pause
        free_from = (date.fromisoformat(until) + timedelta(days=1)).isoformat()
    return is_paused == (clock["state"] == "paused")


# Keys


def decoded(written, size):
    try:
        raw = base64.b64decode(written, validate=True)
    except ValueError:
        return None
    return raw if len(raw) == size and base64.b64encode(raw).decode() == written else None


def check_signature(content, written, public):
    signature = decoded(written, 64)
    need(signature, "bad_signature")
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, write(content).encode())
    except InvalidSignature:
        raise Refused("bad_signature") from None


def read_peer(data):
    """The name of an installation, and its keys."""
    signed = read(data)
    content = content_of(signed, "case-passport-peer-1")
    DESCRIPTOR(signed)
    need("format" in content, "missing_name")
    keys = {}
    for one in content["keys"]:
        public = decoded(one["public"], 32)
        need(public, "bad_key")
        need(one["key_id"] in (sha(public)[:16], "demo-" + sha(public)[:11]), "bad_key")
        need(one["key_id"] not in keys, "bad_key")
        keys[one["key_id"]] = public
    need(content["key_id"] in keys, "bad_key")
    check_signature(content, signed["signature"], keys[content["key_id"]])
    return content["name"], keys


def read_message(data, peers, now):
    """The content of a message, and under `own` its hash."""
    signed = read(data)
    check_message(signed)
    content = signed["content"]
    need(datetime.fromisoformat(content["at"]) <= now + timedelta(minutes=5), "from_future")
    sender, receiver = content["sender"], content["receiver"]
    need(sender["name"] in peers, "unknown_peer")
    need(sender["key_id"] in peers[sender["name"]], "unknown_key")
    check_signature(content, signed["signature"], peers[sender["name"]][sender["key_id"]])
    need(receiver["name"] != sender["name"], "wrong_receiver")
    need(receiver["key_id"] in peers.get(receiver["name"], {}), "wrong_receiver")
    return content | {"own": sha(write(content).encode())}


# The thread


class Thread:
    def __init__(self, first):
        self.passport = first["passport"]
        self.chains = {first["sender"]["name"]: [], first["receiver"]["name"]: []}
        self.waiting = []

    def take(self, message):
        need(message["passport"] == self.passport, "other_thread")
        sender, receiver = message["sender"]["name"], message["receiver"]["name"]
        need({sender, receiver} == set(self.chains), "wrong_receiver")
        if message["kind"] == "receipt":
            self.check_link(message["seen"], receiver)
            if message["body"]["sent"]["number"] <= len(self.chains[sender]):
                self.check_link(message["body"]["sent"], sender)
            return
        for known in [*self.waiting, *(one for chain in self.chains.values() for one in chain)]:
            if known["id"] == message["id"]:
                need(known["own"] == message["own"], "doubled_id")
                return
        following = len(self.chains[sender]) + 1
        need(message["number"] >= following, "doubled_number")
        if message["number"] > following:
            need(len(self.waiting) < MOST_WAITING, "gap")
            self.waiting.append(message)
            return
        self.append(message)
        while ready := [
            one for one in self.waiting if one["number"] <= len(self.chains[one["sender"]["name"]]) + 1
        ]:
            self.waiting.remove(ready[0])
            self.take(ready[0])

    def check_link(self, link, name):
        need(link["number"] <= len(self.chains[name]), "seen_unknown")
        need(
            link["number"] == 0 or self.chains[name][link["number"] - 1]["own"] == link["hash"], "seen_other"
        )

    def append(self, message):
        sender, receiver = message["sender"]["name"], message["receiver"]["name"]
        mine, seen = self.chains[sender], message["seen"]
        need(message["previous"] == (mine[-1]["own"] if mine else ""), "chain_broken")
        self.check_link(seen, receiver)
        if mine:
            need(seen["number"] >= mine[-1]["seen"]["number"], "seen_backwards")
            need(message["at"] >= mine[-1]["at"], "time_backwards")
        known = [*mine, *self.chains[receiver][: seen["number"]]]
        if not known:
            need(message["kind"] == "offer" and not any(self.chains.values()), "not_first")
        self.check_kind(message, known, sender)
        mine.append(message)

    def check_kind(self, message, known, sender):
        kind, body = message["kind"], message["body"]
        deeds = [one for one in known if one["kind"] == "deed"]
        if kind in ("offer", "return", "end"):
            need(all(one["kind"] != "end" for one in known), "ended")
            need(owner(known, sender) == sender, "not_the_owner")
            closed = {one["body"]["of"] for one in known if one["kind"] in ("refusal", "withdrawal", "deed")}
            opened = [one for one in known if is_offer(one) and one["id"] not in closed]
            need(not opened, "offer_open")
            need(kind != "offer" or not deeds, "return_wanted")
            need(kind != "return" or (deeds and body["of"] == last(deeds)["body"]["of"]), "no_such_offer")
            need(kind != "end" or deeds, "end_without_deed")
        elif kind == "answer":
            asked = [one for one in known if one["kind"] == "question" and one["id"] == body["of"]]
            need(asked and asked[0]["sender"]["name"] != sender, "no_such_question")
            need(not answers(known, body["of"], "answer"), "already_answered")
        elif kind != "question":
            self.check_answer_to_offer(message, known, sender)

    def check_answer_to_offer(self, message, known, sender):
        kind, of = message["kind"], message["body"]["of"]
        offers = [one for one in known if is_offer(one) and one["id"] == of]
        is_own = kind in ("withdrawal", "deed")
        need(offers and (offers[0]["sender"]["name"] == sender) == is_own, "no_such_offer")
        need(kind == "deed" or not answers(known, of, "refusal"), "already_refused")
        need(is_own or not answers(known, of, "acceptance"), "already_accepted")
        need(not answers(known, of, "withdrawal"), "already_withdrawn")
        need(kind != "withdrawal" or not answers(known, of, "deed"), "already_given")
        if kind == "deed":
            accepted = [one["id"] for one in answers(known, of, "acceptance")]
            need(message["body"]["acceptance"] in accepted, "deed_without_acceptance")
            need(not answers(known, of, "deed"), "second_deed")
            law = [one["id"] for one in (*offers[0]["body"]["case"]["law"], *message["body"].get("law", ()))]
            need(len(set(law)) == len(law), "doubled_article")
            need({one["article"] for one in message["body"]["clocks"]} <= set(law), "unlisted_article")


def is_offer(message):
    return message["kind"] in ("offer", "return")


def answers(known, of, kind):
    return [one for one in known if one["kind"] == kind and one["body"]["of"] == of]


def last(deeds):
    """Who writes a deed has seen all deeds before it: of two, the later knows more messages."""
    return max(deeds, key=lambda one: one["number"] + one["seen"]["number"])


def owner(known, sender):
    """By the last deed; before any, who began; at the very beginning, whoever begins."""
    deeds = [one for one in known if one["kind"] == "deed"]
    if deeds:
        return last(deeds)["receiver"]["name"]
    return next((one["sender"]["name"] for one in known if is_offer(one)), sender)


# Files


def reason(kind, data, beside, peers, now):
    """Why it is refused; "" if it fits."""
    try:
        check(kind, data, beside, peers, now)
    except Refused as refused:
        return str(refused)
    return ""


def check(kind, data, beside, peers, now):
    if kind == "peer":
        read_peer(data)
        return
    lines = data.removesuffix(b"\n").split(b"\n") if kind == "thread" else [data]
    messages = [read_message(line, peers, now) for line in lines] if kind == "message" else []
    if kind == "thread":
        thread = None
        for line in lines:
            message = read_message(line, peers, now)
            thread = thread or Thread(message)
            thread.take(message)
            messages.append(message)
        need(not thread.waiting, "gap")
    listed = {}
    for message in messages:
        inner = message["body"].get("case", message["body"])
        listed |= {one["sha256"]: one["size"] for one in inner.get("evidence", ())}
    for name, file in beside.items():
        need(name in listed, "evidence_unlisted")
        need(len(file) == listed[name], "evidence_size")
        need(sha(file) == name, "evidence_hash")


def run_suite(folder):
    """Each file of the suite whose verdict is another than the suite's."""
    peers = dict(map(read_peer, (folder / "peers.jsonl").read_bytes().splitlines()))
    now = datetime(2026, 12, 1, tzinfo=UTC)
    rows = [line.split("\t") for line in (folder / "files.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    wanted = {name: (kind, why) for name, kind, _, why, _ in rows}
    wrong = 0
    for line in gzip.decompress((folder / "files.jsonl.gz").read_bytes()).splitlines():
        file = json.loads(line)
        kind, why = wanted.pop(file["name"])
        data = file["text"].encode() if "text" in file else base64.b64decode(file["base64"])
        beside = {name: base64.b64decode(one) for name, one in file.get("beside", {}).items()}
        found = reason(kind, data, beside, peers, now)
        if found != why:
            wrong += 1
            print(f"{file['name']}: {found or 'fits'}, and not {why or 'fits'}")
    for name in wanted:
        wrong += 1
        print(f"{name}: is not there")
    print(f"{len(rows)} files, {len(rows) - wrong} as the suite says")
    return 1 if wrong else 0


def main():
    parser = argparse.ArgumentParser(description="Check case passports.")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--keys", type=Path, help="descriptors of the installations, one a line")
    parser.add_argument("--suite", type=Path, help="the folder of the conformance suite")
    given = parser.parse_args()
    try:
        if given.suite:
            return run_suite(given.suite)
        peers = dict(map(read_peer, given.keys.read_bytes().splitlines())) if given.keys else {}
        wrong = 0
        for path in given.files:
            kind = "thread" if path.suffix == ".jsonl" else "message"
            found = reason(kind, path.read_bytes(), {}, peers, datetime.now(UTC))
            wrong += bool(found)
            print(f"{path}: {found or 'fits'}")
    except (OSError, Refused) as error:
        print(f"cannot read: {error}", file=sys.stderr)
        return 2
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
