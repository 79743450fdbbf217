"""Whatever is lost, comes twice or late: never two who have the case, never nobody, and both know it in the end."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huaihai.cases.passport.bad import Bad
from huaihai.cases.passport.messages import Message
from huaihai.cases.passport.tests import scene
from huaihai.cases.passport.tests.scene import NANJING, XUZHOU, Side, both, handed_over, offer_body
from huaihai.cases.passport.thread import OFFERS
from huaihai.kit.canonical import canonical

STEPS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 10_000)), max_size=120)


@dataclass
class Post:
    """What is under way to each side; nothing comes in order, or once, or at all."""

    giver: Side
    taker: Side
    under_way: list[Message] = field(default_factory=list)

    def write(self, side: Side, choice: int) -> None:
        """Anything that this side may write; a deed follows its acceptance at once, or a withdrawal in its place."""
        may = sorted(side.thread.may())
        if may:
            self.send(side, may[choice % len(may)], choice)

    def send(self, side: Side, kind: str, choice: int = 0) -> None:
        content = side.content(kind, _body(side, kind, choice))
        message = Message(content, b"", hashlib.sha256(canonical(content)).hexdigest())  # type: ignore[arg-type]
        side.thread = side.thread.apply(message)
        self.under_way.append(message)

    def ask(self, side: Side) -> None:
        """A receipt; it can be lost like anything else."""
        content = side.content("receipt", side.thread.receipt())
        self.under_way.append(Message(content, b"", hashlib.sha256(canonical(content)).hexdigest()))  # type: ignore[arg-type]

    def deliver(self, choice: int, *, keeps: bool = False) -> None:
        if not self.under_way:
            return
        place = choice % len(self.under_way)
        message = self.under_way[place] if keeps else self.under_way.pop(place)
        side = self.giver if message.receiver == self.giver.name else self.taker
        before = side.thread.acceptance
        side.thread = side.thread.apply(message)
        if message.kind == "receipt":
            self.under_way.extend(side.thread.missing(message))
        if before is None and side.thread.acceptance and "deed" in side.thread.may():
            self.send(side, "withdrawal" if choice % 5 == 0 else "deed")

    def lose(self, choice: int) -> None:
        if self.under_way:
            self.under_way.pop(choice % len(self.under_way))

    def settle(self) -> None:
        """No more is lost: each asks until it has everything."""
        for _ in range(50):
            self.ask(self.giver)
            self.ask(self.taker)
            while self.under_way:
                self.deliver(0)
            if all(
                one.thread.last_of(name) == other.thread.last_of(name)
                for one, other in ((self.giver, self.taker), (self.taker, self.giver))
                for name in (XUZHOU, NANJING)
            ):
                return
        raise AssertionError("they never came to an end")


def _body(side: Side, kind: str, choice: int) -> dict[str, Any]:
    opened = side.thread.offer
    of = opened.id if opened else ""
    if kind == "return":
        deeds = [one for one in side.thread.chains[side.other] if one.kind == "deed"]
        return offer_body(of=deeds[-1].of)
    if kind == "answer":
        questions = side.thread.unanswered
        return scene.answer_body(questions[choice % len(questions)])
    taken = side.thread.acceptance
    return {
        "offer": offer_body(),
        "acceptance": {"of": of, "office": {"name": "南京"}},
        "refusal": {"of": of, "ground": "known"},
        "withdrawal": {"of": of},
        "deed": {"of": of, "acceptance": taken.id if taken else "", "clocks": [], "evidence": []},
        "question": scene.ask_body(),
        "end": {"outcome": "settled", "ended_on": "2026-11-23"},
    }[kind]


def has(side: Side) -> bool:
    return side.thread.owner == side.name


def check(post: Post) -> None:
    giver, taker = post.giver, post.taker
    assert not (has(giver) and has(taker)), "two have it"
    if not has(giver) and not has(taker):
        waits = [one for one in (giver, taker) if one.thread.stand == "bound"]
        assert len(waits) == 1, "nobody has it, and nobody is bound"
    assert not giver.thread.refused
    assert not taker.thread.refused


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_never_two_never_none_and_both_agree_in_the_end(steps: list[tuple[int, int]]) -> None:
    post = Post(*both())
    post.send(post.giver, "offer")
    check(post)

    for action, choice in steps:
        side = (post.giver, post.taker)[choice % 2]
        if action < 3 and side.thread.stand != "none":
            post.write(side, choice // 2)
        elif action < 6:
            post.deliver(choice)
        elif action == 6:
            post.deliver(choice, keeps=True)
        elif action == 7:
            post.lose(choice)
        else:
            post.ask(side)
        check(post)
    post.settle()

    check(post)
    one, other = post.giver.thread, post.taker.thread
    assert has(post.giver) != has(post.taker)
    assert (one.owner, one.offer) == (other.owner, other.offer)
    assert not one.waiting
    assert not other.waiting
    assert {one.stand, other.stand} in (
        {"mine", "theirs"},
        {"offering", "offered"},
        {"offering", "bound"},
        {"ended"},
    )


def test_what_may_be_written_is_taken_and_nothing_else() -> None:
    """`may` and `apply` agree: on every stand, each kind goes through if and only if it is named."""
    giver, taker = both()
    kinds = {"offer", "return", "acceptance", "refusal", "withdrawal", "deed", "end"}
    seen = {}
    for step in ("none", "offer", "acceptance", "deed", "return", "refusal", "end"):
        if step != "none":
            writer = giver if step in ("offer", "deed", "refusal") else taker
            message = writer.write(step, _body(writer, step, 0))
            (taker if writer is giver else giver).get(message)
        for side in (giver, taker):
            seen[step, side.name] = side.thread.stand
            if side.thread.stand == "none" and side is taker:
                continue
            taken = {kind for kind in kinds if _is_taken(side, kind)}
            assert taken == side.thread.may() & kinds, (step, side.name)

    assert seen["acceptance", NANJING] == "bound"
    assert seen["deed", NANJING] == "mine"
    assert seen["deed", XUZHOU] == "theirs"
    assert seen["refusal", XUZHOU] == "theirs"
    assert seen["end", NANJING] == "ended"


def _is_taken(side: Side, kind: str) -> bool:
    offers = [one for one in side.thread if one.kind in OFFERS]
    last = max(offers, key=lambda one: one.number + one.content["seen"]["number"], default=None)
    deeds = [one for one in side.thread if one.kind == "deed"]
    of = (deeds[-1].of if deeds and kind == "return" else last.id) if last else "00" * 16
    acceptance = next((one.id for one in side.thread if one.kind == "acceptance" and one.of == of), "00" * 16)
    body = {"of": of, "acceptance": acceptance, "clocks": [], "ground": "known", **offer_body()}
    content: Any = side.content(kind, body if kind != "offer" else offer_body())
    try:
        side.thread.apply(Message(content, b"", "0" * 64))
    except Bad:
        return False
    return True


def test_a_receipt_says_what_to_send_again() -> None:
    giver, taker, three = handed_over()
    late = Side(NANJING, XUZHOU)
    late.get(three[0])
    receipt = scene.as_message(late.content("receipt", late.thread.receipt(three[0].id)))

    assert giver.thread.apply(receipt) is giver.thread
    assert giver.thread.missing(receipt) == (three[2],)
    assert not giver.thread.lacks(receipt)
    assert late.thread.lacks(scene.as_message(taker.content("receipt", taker.thread.receipt()))) is False
    mine = scene.as_message(giver.content("receipt", giver.thread.receipt()))
    assert late.thread.lacks(mine)
    with pytest.raises(Bad) as bad:
        late.thread.missing(
            mine
        )  # it has seen an acceptance that this side, put back from a copy, does not have
    assert bad.value.code == "seen_unknown"


def test_what_came_early_and_does_not_fit_stops_nothing_before_it() -> None:
    giver, taker = both()
    offer = giver.write("offer", offer_body())
    second = scene.as_message(giver.content("question", scene.ask_body(), previous="0" * 64))

    taker.get(second)
    assert taker.thread.waiting == (second,)
    taker.get(offer)

    assert taker.thread.stand == "offered"
    assert [(one.id, bad.code) for one, bad in taker.thread.refused] == [(second.id, "chain_broken")]
