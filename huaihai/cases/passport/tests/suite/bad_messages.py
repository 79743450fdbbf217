"""Messages and descriptors that do not fit, each for one reason."""

import base64
import json
from collections.abc import Iterator

from huaihai.cases.passport.peers import ids_of
from huaihai.cases.passport.spelling import LARGEST
from huaihai.cases.passport.tests import scene
from huaihai.cases.passport.tests.scene import (
    NANJING,
    SUZHOU,
    XUZHOU,
    as_message,
    ask_body,
    both,
    case,
    clock,
    deed_body,
    descriptor,
    evidence,
    key_id,
    offer_body,
    party,
    public,
    public_keys,
    signed,
    signing,
    small_case,
)
from huaihai.cases.passport.tests.suite.making import (
    File,
    extended,
    message,
    named,
    nested,
    offer,
    peer,
    question,
    spelt,
    with_clock,
    without,
)
from huaihai.kit.canonical import canonical


def bad_spelling() -> Iterator[File]:
    def raw(reason: str, about: str, data: bytes) -> File:
        return File("message", reason, about, data)

    words = "收据还在吗？".encode()
    yield raw("too_large", "a byte more than 1 MiB", b'{"content":"' + b"a" * (LARGEST - 13) + b'"}')
    yield raw("not_utf8", "a byte that never stands in UTF-8", spelt(question(), words, b"\xff"))
    yield raw("not_utf8", "a slash in two bytes", spelt(question(), words, b"\xc0\xaf"))
    yield raw("not_utf8", "half a character in three bytes", spelt(question(), words, b"\xed\xa0\x80"))
    yield raw("not_utf8", "UTF-16", as_message(question()).data.decode().encode("utf-16-le"))
    yield raw(
        "not_utf8", "it ends within a character", as_message(question()).data.split(words)[0] + words[:2]
    )
    yield message("too_deep", "lists seventeen deep", extended(nested(13)))
    yield message("too_deep", "objects seventeen deep", extended(named(13)))
    yield raw("too_deep", "a hundred thousand lists", b"[" * 100_000)
    yield raw("not_json", "nothing", b"")
    yield raw("not_json", "it ends too early", as_message(question()).data[:-1])
    yield raw("not_json", "two values", as_message(question()).data + b"{}")
    yield raw("not_json", "a byte order mark", b"\xef\xbb\xbf" + as_message(question()).data)
    yield raw("not_json", "a comma at the end", spelt(question(), b'"files":[]', b'"files":[],'))
    yield raw("not_json", "NaN", spelt(extended(7), b'"value":7', b'"value":NaN'))
    yield raw("not_json", "a line feed within a string", spelt(question(), words, b"\n"))
    yield raw(
        "doubled_name", "the kind stands twice", spelt(question(), b'"kind":', b'"kind":"question","kind":')
    )
    yield raw(
        "doubled_name",
        "twice the same, one of them escaped",
        spelt(question(), b'"kind":', b'"\\u006bind":"question","kind":'),
    )
    yield raw("doubled_name", "within an extension", spelt(extended({"a": 1}), b'"a":1', b'"a":1,"a":2'))
    yield raw("not_whole", "1.0", spelt(extended(7), b'"value":7', b'"value":1.0'))
    yield raw("not_whole", "1e3", spelt(extended(7), b'"value":7', b'"value":1e3'))
    yield raw("not_whole", "minus zero", spelt(extended(7), b'"value":7', b'"value":-0'))
    yield raw("not_whole", "2^53", spelt(extended(7), b'"value":7', b'"value":9007199254740992'))
    yield raw(
        "not_whole", "five thousand digits", spelt(extended(7), b'"value":7', b'"value":' + b"9" * 5000)
    )
    yield raw("not_canonical", "a space", spelt(question(), b'"files":[]', b'"files": []'))
    yield raw(
        "not_canonical",
        "names out of order",
        spelt(question(), b'"about":"words","files":[]', b'"files":[],"about":"words"'),
    )
    yield raw("not_canonical", "a line feed at the end", as_message(question()).data + b"\n")
    yield raw("not_canonical", "an escape that need not be", spelt(question(), words, b"\\u6536"))
    yield raw("not_canonical", "an escaped slash", spelt(question(), words, b"\\/"))


def bad_texts() -> Iterator[File]:
    words = "收据还在吗？".encode()
    for about, text in (
        ("the first half of a character", b"\\ud800"),
        ("the second half of a character", b"\\ude00"),
        ("halves in the wrong order", b"\\ude00\\ud83d"),
    ):
        yield File("message", "bad_text", about, spelt(question(), words, text))
    for about, control in (("NUL", "\x00"), ("a tab", "\t"), ("a carriage return", "\r"), ("delete", "\x7f")):
        yield message("bad_text", about, question(body=ask_body(f"收据{control}")))
    yield message("bad_name", "a large letter within an extension", extended({"Colour": 1}))
    yield message("bad_name", "a name that is empty", extended({"": 1}))
    yield message("bad_name", "a line feed in a name", extended({"a\n": 1}))
    yield message("bad_name", "a letter beyond ASCII in a name", extended({"é": 1}))
    yield message("bad_name", "a name of sixty-one characters", extended({"a" * 61: 1}))
    yield message("null", "null in an extension", extended(None))
    yield message("null", "null where nothing need stand", question(body=ask_body() | {"words": None}))


def bad_shapes() -> Iterator[File]:
    yield message("unknown_version", "the second version", question(format="case-passport-2"))
    yield message("unknown_kind", "a gift", question(kind="gift"))
    yield message("unknown_kind", "two kinds", question(kind=["offer", "return"]))
    yield message("missing_name", "without a kind", without(question(), "kind"))
    yield message("missing_name", "without a moment", without(question(), "at"))
    yield message("missing_name", "without the hash of what was seen", without(question(), "seen", "hash"))
    yield message("missing_name", "without consent", without(offer(), "body", "case", "consent"))
    yield message(
        "missing_name", "without a list of what is left out", without(offer(), "body", "case", "left_out")
    )
    unsigned = canonical({"content": question()})
    yield File("message", "missing_name", "without a signature", unsigned)
    yield message("unknown_name", "a name beside those of the content", question(colour="red"))
    yield message(
        "unknown_name",
        "the number of an identity card",
        offer(consumer={"language": "zh", "identity_number": "320300"}),
    )
    yield message(
        "unknown_code",
        "a ground that is none",
        question(kind="refusal", body={"of": scene.PASSPORT, "ground": "tired"}),
    )
    yield message("unknown_code", "an eighth remedy", offer(asks=[{"remedy": "apology"}]))
    yield message("unknown_code", "the calendar of another country", with_clock(calendar="jp"))
    yield message("unknown_code", "a state of a clock that is none", with_clock(state="late"))
    yield message(
        "unknown_code",
        "left out for a reason that is none",
        offer(left_out=[{"what": "steps", "why": "lazy"}]),
    )
    yield message("unknown_code", "a language that is none of the two", offer(consumer={"language": "fr"}))
    yield message("too_long", "an id of 301 characters", question(id="a" * 301))
    yield message("too_long", "a file number of 201 characters", offer(number="1" * 201))
    yield message("too_long", "twenty-one remedies", offer(asks=[{"remedy": "repair"}] * 21))
    yield message("bad_value", "the sum is text", offer(paid_fen="199"))
    yield message("bad_value", "a sum below zero", offer(paid_fen=-1))
    yield message("bad_value", "true is no number", offer(paid_fen=True))
    yield message("bad_value", "a moment of another zone", question(at="2026-11-23T09:00:00+08:00"))
    yield message("bad_value", "the thirtieth of February", offer(filed_on="2026-02-30"))
    yield message("bad_value", "an id in large letters", question(id="A" * 32))
    yield message("bad_value", "a hash of 63 digits", offer(evidence=[evidence(sha256="a" * 63)]))
    yield message("bad_value", "an empty file", offer(evidence=[evidence(size=0)]))
    yield message(
        "bad_value",
        "a receipt with a number",
        question(kind="receipt", body={"sent": {"number": 0, "hash": ""}}),
    )
    yield message("bad_value", "the second message without the one before it", question(number=2))
    yield message(
        "bad_value", "nothing was seen, and it has a hash", question(seen={"number": 0, "hash": "0" * 64})
    )
    yield message("bad_value", "a moment on the thirtieth of February", question(at="2026-02-30T09:00:00Z"))
    extension = {"critical": False, "value": 1}
    yield message("bad_value", "an extension without a dot", question(extensions={"colour": extension}))
    unsure = {"maker.example.colour": extension | {"critical": "no"}}
    yield message("bad_value", "critical is neither true nor false", question(extensions=unsure))
    many = {f"maker.example.colour-{number}": extension for number in range(21)}
    yield message("too_long", "twenty-one extensions", question(extensions=many))
    files = [evidence()["sha256"]]
    yield message(
        "bad_value", "files in a question about words", question(body=ask_body() | {"files": files})
    )
    twice = {"about": "evidence", "files": files * 2}
    yield message("doubled_evidence", "a file asked for twice", question(body=twice))
    yield message("unknown_critical", "an extension that must be understood", extended(1, is_critical=True))


def bad_parts() -> Iterator[File]:
    giver, taker = both()
    first = giver.write("offer", offer_body())
    taker.get(first)
    yield message(
        "words_missing",
        "another ground, not said which",
        taker.content("refusal", {"of": first.id, "ground": "other"}),
    )
    end = {"outcome": "other", "ended_on": "2026-11-23"}
    yield message("words_missing", "another outcome, not said which", question(kind="end", body=end))
    hidden = small_case()["left_out"] + [{"what": "steps", "why": "other"}]
    yield message("words_missing", "left out for another reason, not said which", offer(left_out=hidden))
    hidden = small_case()["left_out"] + [{"what": "other", "why": "not-needed"}]
    yield message("words_missing", "something else left out, not said what", offer(left_out=hidden))
    yield message("words_missing", "a question without one", question(body={"about": "words", "files": []}))
    yield message("unlisted_article", "a clock of an article that is not listed", offer(clocks=[clock()]))
    yield message("doubled_article", "an article twice", offer(law=case()["law"] * 2))
    twice = deed_body(first, first, law=case()["law"] * 2)
    yield message("doubled_article", "a deed that names an article twice", question(kind="deed", body=twice))
    yield message(
        "doubled_evidence", "a file twice", offer(evidence=[evidence(), evidence(name="again.jpg")])
    )
    yield message(
        "not_listed", "no telephone, and nothing said of it", offer(left_out=small_case()["left_out"][::2])
    )
    yield message(
        "listed_but_there",
        "a telephone that is said to be left out",
        offer(consumer={"language": "zh", "telephone": "13800000000"}),
    )
    hidden = small_case()["left_out"] + [
        {"what": "evidence", "why": "unsafe", "sha256": evidence()["sha256"]}
    ]
    yield message(
        "listed_but_there",
        "a file that is said to be left out",
        offer(evidence=[evidence()], left_out=hidden),
    )
    yield message("after_message", "filed the day after", offer(filed_on="2026-11-24"))
    yield message(
        "after_message",
        "consent that is still to come",
        offer(consent={"given_on": "2027-01-01", "words": "同意"}),
    )
    late = {"outcome": "settled", "ended_on": "2026-11-24"}
    yield message("after_message", "it ends the day after", question(kind="end", body=late))
    yield message(
        "after_message", "a file of the day after", offer(evidence=[evidence(given_on="2026-11-24")])
    )
    yield message(
        "after_message",
        "a step of the day after",
        offer(steps=[{"on": "2026-11-24", "by": "body", "words": "电话联系"}]),
    )
    yield message("from_future", "written six minutes from now", question(at="2026-12-01T00:06:00Z"))


def bad_clocks() -> Iterator[File]:
    paused = {"from_on": "2026-11-22", "words": "鉴定"}
    for about, changed in (
        ("it ends before it begins", {"due_on": "2026-11-19", "state": "expired"}),
        ("it is paused, and no pause stands there", {"state": "paused"}),
        ("it runs in a pause", {"pauses": [paused]}),
        (
            "two pauses over one another",
            {
                "pauses": [
                    paused | {"until_on": "2026-11-23"},
                    {"from_on": "2026-11-23", "until_on": "2026-11-23", "words": "回避"},
                ]
            },
        ),
        ("a pause ends before it begins", {"pauses": [paused | {"until_on": "2026-11-21"}]}),
        (
            "a pause before it begins",
            {"pauses": [paused | {"from_on": "2026-11-19", "until_on": "2026-11-20"}]},
        ),
        (
            "a pause that begins after the message",
            {"state": "paused", "pauses": [paused | {"from_on": "2026-11-24"}]},
        ),
        ("it begins after the message", {"began_on": "2026-11-24"}),
        ("expired before its last day is over", {"state": "expired", "due_on": "2026-11-23"}),
        ("it runs, and its last day is over", {"due_on": "2026-11-22"}),
        ("met on no day", {"state": "met"}),
        ("met before it began", {"state": "met", "ended_on": "2026-11-19"}),
        ("met after the message", {"state": "met", "ended_on": "2026-11-24"}),
        ("it runs, and was met on a day", {"ended_on": "2026-11-23"}),
        ("hours without a moment", {"counted": "hours"}),
        ("a moment without hours", {"due_at": "2026-12-01T00:00:00Z"}),
        ("a moment of another day", {"counted": "hours", "due_at": "2026-12-01T16:00:00Z"}),
        ("no number of days", {"number": 0}),
    ):
        yield message("bad_clock", about, with_clock(**changed))


def bad_senders() -> Iterator[File]:
    yield message("wrong_receiver", "to its sender", question(receiver=party(NANJING)))
    yield message(
        "wrong_receiver",
        "to a key of somebody else",
        question(receiver={"name": XUZHOU, "key_id": key_id(SUZHOU)}),
    )
    yield message(
        "unknown_peer",
        "from nobody that is known",
        question(sender={"name": "stranger.example", "key_id": key_id(NANJING)}),
        by=NANJING,
    )
    yield message(
        "unknown_key",
        "under the key of another",
        question(sender={"name": NANJING, "key_id": key_id(SUZHOU)}),
        by=SUZHOU,
    )
    yield message("bad_signature", "signed by another", question(), by=SUZHOU)
    yield File(
        "message",
        "bad_signature",
        "changed after it was signed",
        spelt(question(), "收据还在吗？".encode(), "收据没了？".encode()),
    )
    content = question()
    signature = signing(NANJING)(canonical(content))
    yield File(
        "message",
        "bad_signature",
        "a signature in another spelling of base64",
        signed(content, signature[:-3] + _next(signature[-3]) + "=="),
    )
    yield File(
        "message",
        "bad_signature",
        "a signature of 63 bytes",
        signed(content, base64.b64encode(base64.b64decode(signature)[:63]).decode()),
    )
    yield File("message", "bad_value", "a signature in other characters", signed(content, "-" * 86 + "=="))
    pretty = json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
    yield File(
        "message",
        "bad_signature",
        "a signature under another spelling",
        signed(content, signing(NANJING)(pretty)),
    )


def _next(char: str) -> str:
    """Another last character that stands for the same bytes."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    return alphabet[alphabet.index(char) ^ 1]


def bad_peers() -> Iterator[File]:
    short = public(XUZHOU)[:31]
    both_keys = descriptor(XUZHOU)["keys"] + public_keys((ids_of(short)[0], short))
    yield peer("bad_key", "a key of 31 bytes under its own id", descriptor(XUZHOU, keys=both_keys))
    yield peer(
        "bad_key",
        "a key under the id of another",
        descriptor(XUZHOU, keys=public_keys((key_id(XUZHOU), public(NANJING)))),
    )
    yield peer(
        "bad_key",
        "signed with a key that is not in it",
        descriptor(XUZHOU, keys=public_keys((key_id(XUZHOU, 1), public(XUZHOU, 1)))),
    )
    yield peer(
        "bad_key",
        "a key of 31 bytes",
        descriptor(XUZHOU, keys=public_keys((key_id(XUZHOU), public(XUZHOU)[:31]))),
    )
    twice = descriptor(XUZHOU)["keys"] * 2
    [key] = public_keys((key_id(XUZHOU), public(XUZHOU)))
    respelt = [key | {"public": key["public"][:-2] + _next(key["public"][-2]) + "="}]
    yield peer("bad_key", "a key in another spelling of base64", descriptor(XUZHOU, keys=respelt))
    empty = canonical({"content": [], "signature": "AA=="})
    yield File("peer", "bad_value", "a descriptor that is a list", empty)
    yield peer("bad_key", "each key twice", descriptor(XUZHOU, keys=twice))
    under_both = public_keys(*((one, public(XUZHOU)) for one in ids_of(public(XUZHOU))))
    yield peer("bad_key", "a key under both its ids", descriptor(XUZHOU, keys=under_both))
    yield peer(
        "from_future",
        "a descriptor of six minutes from now",
        descriptor(XUZHOU, at="2026-12-01T00:06:00Z"),
    )
    yield peer(
        "bad_value",
        "an address without TLS",
        descriptor(XUZHOU, address="http://xuzhou.huaihai.example/passport"),
    )
    yield peer(
        "unknown_version",
        "the second version of a descriptor",
        descriptor(XUZHOU, format="case-passport-peer-2"),
    )
    content = descriptor(XUZHOU)
    yield File(
        "peer",
        "bad_signature",
        "signed by another installation",
        signed(content, signing(NANJING)(canonical(content))),
    )
