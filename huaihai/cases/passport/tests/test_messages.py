"""One message written and read, descriptors, what is sealed, and what a page makes of hostile text."""

import json
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huaihai.cases.passport import messages, peers, sealing
from huaihai.cases.passport.bad import Bad
from huaihai.cases.passport.page import POLICY, page
from huaihai.cases.passport.tests import scene
from huaihai.cases.passport.tests.scene import (
    AGE,
    AGE_SECRET,
    NANJING,
    PHOTO,
    SUZHOU,
    XUZHOU,
    both,
    case,
    offer_body,
)
from huaihai.kit.canonical import canonical

HOSTILE = (
    "</td><script>alert(1)</script><img src=x onerror=alert(2)>\" onclick='x' &lt; \u202eexe.jpg {{ 7 }}"
)


NAMES = [
    "content",
    "signature",
    "format",
    "kind",
    "body",
    "seen",
    "number",
    "sender",
    "name",
    "extensions",
    "A",
]


def _as_message_of(value: Any) -> bytes:
    """A message that has this in the place of its body."""
    content = both()[0].content("offer", {}) | {"body": value}
    return json.dumps(
        {"content": content, "signature": "AA=="}, sort_keys=True, separators=(",", ":")
    ).encode()


def offer(**changed: Any) -> messages.Message:
    return both()[0].write("offer", offer_body(case=case(**changed)))


def test_what_is_written_is_read_again() -> None:
    content = both()[0].content("offer", offer_body(case=case()))

    written = messages.write(content, scene.signing(XUZHOU))  # type: ignore[arg-type]
    read = messages.read(written.data, scene.keys(), me=NANJING, now=datetime(2026, 11, 24, tzinfo=UTC))

    assert read == written
    assert canonical(read.content) in read.data
    assert [one["sha256"] for one in messages.evidence_of(read)] == [scene.evidence()["sha256"]]


def test_nothing_is_written_that_the_other_must_refuse() -> None:
    with pytest.raises(Bad) as bad:
        messages.write(both()[0].content("offer", offer_body(case=case(left_out=[]))), scene.signing(XUZHOU))  # type: ignore[arg-type]

    assert (bad.value.code, bad.value.where) == ("not_listed", "content.body.case.consumer.address")


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=8),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=40) | ANY.map(lambda value: json.dumps(value).encode()) | ANY.map(_as_message_of))
def test_nothing_that_comes_does_more_than_be_refused(data: bytes) -> None:
    for read in (lambda: messages.read(data, scene.keys()), lambda: peers.read(data)):
        with pytest.raises(Bad):
            read()


def test_who_is_not_meant_refuses() -> None:
    with pytest.raises(Bad) as bad:
        messages.read(offer().data, scene.keys(), me=SUZHOU)

    assert bad.value.code == "wrong_receiver"


def test_a_descriptor_is_taken_over_by_a_key_that_was_known() -> None:
    known = scene.peer(XUZHOU)
    later = {"at": "2026-12-01T00:00:00Z"}
    new_key = scene.public_keys((scene.key_id(XUZHOU, 7), scene.public(XUZHOU, 7)))
    announced = scene.descriptor(XUZHOU, keys=scene.descriptor(XUZHOU)["keys"] + new_key, **later)
    by_old = peers.read(peers.write(announced, scene.signing(XUZHOU)))  # type: ignore[arg-type]
    foreign = scene.descriptor(XUZHOU, keys=new_key, key_id=scene.key_id(XUZHOU, 7), **later)
    by_new = peers.read(peers.write(foreign, scene.signing(XUZHOU, 7)))  # type: ignore[arg-type]

    assert peers.takes_over(known, by_old)
    assert not peers.takes_over(by_old, known)  # an earlier one
    assert not peers.takes_over(known, by_new)
    assert not peers.takes_over(scene.peer(NANJING), by_old)
    assert len(peers.fingerprint(by_old.keys[by_old.key_id]).split()) == 16


def test_only_the_receiver_opens_what_is_sealed() -> None:
    sealed = sealing.sealed(b"a message", AGE[NANJING])

    assert sealing.opened(sealed, [AGE_SECRET[XUZHOU], AGE_SECRET[NANJING]]) == b"a message"
    for data, secret in ((sealed, XUZHOU), (b"no age", NANJING), (sealed[:-1], NANJING)):
        with pytest.raises(Bad) as bad:
            sealing.opened(data, [AGE_SECRET[secret]])
        assert bad.value.code == "not_sealed"
    with pytest.raises(Bad):
        sealing.sealed(b"a message", "age1nobody")


class _Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


CODES = "on by kind language sha256 credit_code remedy what why id standing article"
OF_CLOCKS = "owner counted calendar state given_by"


def _hostile(value: Any, name: str = "") -> Any:
    """Every text that anybody can choose."""
    if isinstance(value, dict):
        return {key: _hostile(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [_hostile(inner, name) for inner in value]
    is_free = (
        isinstance(value, str)
        and name not in (*CODES.split(), *OF_CLOCKS.split())
        and not name.endswith(("_on", "_at"))
    )
    return HOSTILE if is_free else value


def test_hostile_text_stays_text_on_the_page() -> None:
    tame = both()[0].content("offer", offer_body(case=case(), words="请尽快"))
    body = _hostile(tame["body"])
    body["case"]["clocks"][0]["what"] = HOSTILE
    message = scene.as_message(tame | {"body": body})
    sender = scene.peer(SUZHOU)
    plain = page(
        scene.as_message(tame),
        sender,
        receiver="江北县消协",
        answer_at="https://xuzhou.huaihai.example/passport/answer",
    )

    made = page(
        message, sender, receiver="江北县消协", answer_at="https://xuzhou.huaihai.example/passport/answer"
    )

    tags = _Tags(made).found
    assert [tag for tag, _ in tags] == [tag for tag, _ in _Tags(plain).found]
    assert not [names for _, names in tags if any(name.startswith("on") for name in names)]
    assert made.count("&lt;script&gt;") >= 10
    assert "\u202e" not in made


def test_the_page_loads_nothing_and_says_everything() -> None:
    message = offer()

    made = page(
        message,
        scene.peer(XUZHOU),
        receiver="江北县消协",
        answer_at="https://xuzhou.huaihai.example/passport/answer",
        until_on="2026-12-05",
        files={scene.evidence()["sha256"]: PHOTO},
    )

    tags = _Tags(made).found
    assert ("meta", {"http-equiv": "Content-Security-Policy", "content": POLICY}) in tags
    assert {tag for tag, _ in tags}.isdisjoint({"script", "link", "iframe", "form", "object", "base"})
    sources = [names.get("src") or "" for _, names in tags if "src" in names]
    assert len(sources) == 1
    assert sources[0].startswith("data:image/jpeg;base64,")
    assert [names["href"] for _, names in tags if "href" in names] == [
        "https://xuzhou.huaihai.example/passport/answer"
    ]
    for text in (
        "李秀英",
        "江北县消协",
        "199.00 元",
        "2026-12-05",
        "消费者地址：办这件事用不着",
        "受理消费者投诉规定第九条",
        message.hash,
    ):
        assert text in made
    assert 'lang="en"' not in made
    assert re.search(
        r'<span lang="en">Asks for</span>',
        page(message, scene.peer(SUZHOU), receiver="江北县消协", answer_at="x"),
    )


def test_an_address_that_is_none_is_no_link() -> None:
    assert "<a " not in page(
        offer(), scene.peer(XUZHOU), receiver="江北县消协", answer_at="javascript:alert(1)"
    )
