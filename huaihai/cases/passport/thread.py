"""The life of one passport between two installations: who has the case, and what may be written now.

Nothing is ever changed: a thread with one more message is another thread. Each message is judged by what its sender
knew: the sender's own messages before it, and those of the other side up to `seen`. So both sides come to the same
state, whatever crossed on the way.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from huaihai.cases.passport import rules
from huaihai.cases.passport.bad import Bad
from huaihai.cases.passport.bodies import Content, Link, Party
from huaihai.cases.passport.codes import FORMAT
from huaihai.cases.passport.messages import Message

type Stand = Literal["none", "mine", "offering", "theirs", "offered", "bound", "ended"]

OFFERS: Final = ("offer", "return")
MOST_WAITING: Final = 20
RECEIPT: Final = "receipt"


@dataclass(frozen=True)
class Thread:
    """The messages of one passport as `me` has them: each side's in its order, and those that came early."""

    me: str
    other: str
    passport: str
    chains: Mapping[str, tuple[Message, ...]] = field(default_factory=dict)
    waiting: tuple[Message, ...] = ()
    refused: tuple[tuple[Message, Bad], ...] = ()  # came early, and did not fit when its turn came

    # What is asked

    @property
    def owner(self) -> str:
        """Who has the case: the first offerer, and then whom the last deed names; "" before there is an offer."""
        return self._owner_among([*self])

    @property
    def offer(self) -> Message | None:
        """The offer or return that is open: neither refused, withdrawn nor followed by its deed."""
        return self._open_among([*self])

    @property
    def acceptance(self) -> Message | None:
        """That of the open offer."""
        opened = self.offer
        return _answer([*self], opened, "acceptance") if opened else None

    @property
    def stand(self) -> Stand:
        """In one word, for `me`."""
        everything = [*self]
        if not everything:
            return "none"
        if any(one.kind == "end" for one in everything):
            return "ended"
        opened = self._open_among(everything)
        if self._owner_among(everything) == self.me:
            return "offering" if opened else "mine"
        if opened is None:
            return "theirs"
        return "bound" if _answer(everything, opened, "acceptance") else "offered"

    @property
    def unanswered(self) -> list[Message]:
        """Questions of the other side that wait for `me`."""
        mine = self.chains.get(self.me, ())
        return [
            one
            for one in self.chains.get(self.other, ())
            if one.kind == "question" and not _answer(mine, one, "answer")
        ]

    def may(self) -> set[str]:
        """The kinds that `me` can write now."""
        stand, everything = self.stand, [*self]
        deeds = any(one.kind == "deed" for one in everything)
        kinds = {
            "none": {"offer"},
            "mine": {"return", "end"} if deeds else {"offer"},
            "offering": {"withdrawal"} | ({"deed"} if self.acceptance else set()),
            "offered": {"acceptance", "refusal"},
        }.get(stand, set())
        asks = set() if stand == "none" else {"question"}
        return kinds | asks | ({"answer"} if self.unanswered else set())

    def __iter__(self) -> Iterator[Message]:
        """All of both sides, each in its order."""
        for name in (self.me, self.other):
            yield from self.chains.get(name, ())

    # What is written and received

    def next(
        self, kind: str, body: Mapping[str, Any], *, message_id: str, at: str, sender: Party, receiver: Party
    ) -> Content:
        """The content of the next message of `me`, to be signed and then applied here."""
        mine = self.chains.get(self.me, ())
        is_chained = kind != RECEIPT
        return {
            "format": FORMAT,
            "passport": self.passport,
            "id": message_id,
            "kind": kind,
            "number": len(mine) + 1 if is_chained else 0,
            "previous": mine[-1].hash if mine and is_chained else "",
            "seen": self.last_of(self.other),
            "sender": sender,
            "receiver": receiver,
            "at": at,
            "body": dict(body),
        }

    def last_of(self, name: str) -> Link:
        """The last message of a side."""
        chain = self.chains.get(name, ())
        return {"number": len(chain), "hash": chain[-1].hash} if chain else Link(number=0, hash="")

    def receipt(self, of: str = "") -> dict[str, Any]:
        """The body of a receipt: of the message with this id, or to ask how things stand."""
        return ({"of": of} if of else {}) | {"sent": self.last_of(self.me)}

    def missing(self, receipt: Message) -> tuple[Message, ...]:
        """What of `me` the writer of the receipt has not got: it is sent again. Raises Bad."""
        self._check_link(receipt.content["seen"], self.me)
        return self.chains.get(self.me, ())[receipt.content["seen"]["number"] :]

    def lacks(self, receipt: Message) -> bool:
        """Whether its writer has written more than has come here: a receipt asks for it."""
        return bool(receipt.body["sent"]["number"] > len(self.chains.get(self.other, ())))

    def apply(self, message: Message) -> "Thread":
        """The thread with this message, and with those that waited for it. The same message again changes nothing; one
        that came early waits. Raises Bad, and then nothing came of it.
        """
        if message.content["passport"] != self.passport:
            raise Bad("other_thread", "content.passport")
        if {message.sender, message.receiver} != {self.me, self.other}:
            raise Bad("wrong_receiver", "content.receiver")
        if message.kind == RECEIPT:
            return self._with_receipt(message)
        for known in (*self, *self.waiting):
            if known.id == message.id:
                if known.hash != message.hash:
                    raise Bad("doubled_id", "content.id")
                return self
        chain = self.chains.get(message.sender, ())
        if message.number <= len(chain):
            raise Bad("doubled_number", "content.number")
        if message.number > len(chain) + 1:
            if len(self.waiting) >= MOST_WAITING:
                raise Bad("gap", "content.number")
            return replace(self, waiting=(*self.waiting, message))
        return self.appended(message).caught_up()

    def _with_receipt(self, message: Message) -> "Thread":
        self._check_link(message.content["seen"], message.receiver)
        if message.body["sent"]["number"] <= len(self.chains.get(message.sender, ())):
            self._check_link(message.body["sent"], message.sender)
        return self

    def appended(self, message: Message) -> "Thread":
        self._check_place(message)
        self._check_kind(message)
        chain = self.chains.get(message.sender, ())
        return replace(self, chains={**self.chains, message.sender: (*chain, message)})

    def caught_up(self) -> "Thread":
        thread = self
        while True:
            ready = next(
                (one for one in thread.waiting if one.number <= thread.next_number(one.sender)), None
            )
            if ready is None:
                return thread
            thread = replace(thread, waiting=tuple(one for one in thread.waiting if one is not ready))
            try:
                if ready.number < thread.next_number(ready.sender):
                    raise Bad("doubled_number", "content.number")
                thread = thread.appended(ready)
            except Bad as bad:
                thread = replace(thread, refused=(*thread.refused, (ready, bad)))

    def next_number(self, name: str) -> int:
        return len(self.chains.get(name, ())) + 1

    # What is checked

    def _check_place(self, message: Message) -> None:
        """That it follows its sender's last message, and what it has seen of the other side is there."""
        chain, content = self.chains.get(message.sender, ()), message.content
        last = chain[-1] if chain else None
        if content["previous"] != (last.hash if last else ""):
            raise Bad("chain_broken", "content.previous")
        self._check_link(content["seen"], message.receiver)
        if last and content["seen"]["number"] < last.content["seen"]["number"]:
            raise Bad("seen_backwards", "content.seen")
        if last and content["at"] < last.content["at"]:
            raise Bad("time_backwards", "content.at")

    def _check_link(self, link: Link, of: str) -> None:
        chain = self.chains.get(of, ())
        if link["number"] > len(chain):
            raise Bad("seen_unknown", "content.seen")
        if link["hash"] != (chain[link["number"] - 1].hash if link["number"] else ""):
            raise Bad("seen_other", "content.seen")

    def _known_to(self, message: Message) -> list[Message]:
        """What its sender knew when it was written."""
        seen = message.content["seen"]["number"]
        return [*self.chains.get(message.sender, ()), *self.chains.get(message.receiver, ())[:seen]]

    def _check_kind(self, message: Message) -> None:
        known = self._known_to(message)
        if not known and (message.kind != "offer" or [*self]):
            raise Bad("not_first", "content.kind")
        if message.kind in OFFERS:
            self._check_offer(message, known)
        elif message.kind in ("acceptance", "refusal"):
            _check_decision(message, known)
        elif message.kind == "withdrawal":
            _check_withdrawal(message, known)
        elif message.kind == "deed":
            _check_deed(message, known)
        elif message.kind == "answer":
            _check_answer(message, known)
        elif message.kind == "end":
            self._check_end(message, known)

    def _check_offer(self, message: Message, known: list[Message]) -> None:
        self._check_owner(message, known)
        deeds = [one for one in known if one.kind == "deed"]
        if message.kind == "offer" and deeds:
            raise Bad("return_wanted", "content.kind")
        if message.kind == "return" and message.of != (_latest(deeds).of if deeds else ""):
            raise Bad("no_such_offer", "content.body.of")

    def _check_end(self, message: Message, known: list[Message]) -> None:
        self._check_owner(message, known)
        if not any(one.kind == "deed" for one in known):
            raise Bad("end_without_deed", "content.kind")

    def _check_owner(self, message: Message, known: list[Message]) -> None:
        """That its sender has the case, and nothing about that is open."""
        if any(one.kind == "end" for one in known):
            raise Bad("ended", "content.kind")
        if known and self._owner_among(known) != message.sender:
            raise Bad("not_the_owner", "content.sender")
        if self._open_among(known):
            raise Bad("offer_open", "content.kind")

    def _owner_among(self, known: list[Message]) -> str:
        deeds = [one for one in known if one.kind == "deed"]
        if deeds:
            return _latest(deeds).receiver
        return next((one.sender for one in known if one.kind == "offer"), "")

    def _open_among(self, known: list[Message]) -> Message | None:
        closed = {one.of for one in known if one.kind in ("refusal", "withdrawal", "deed")}
        return next((one for one in known if one.kind in OFFERS and one.id not in closed), None)


def _latest(deeds: list[Message]) -> Message:
    """Deeds of both sides follow one another: whoever writes one has seen all before it."""
    return max(deeds, key=lambda one: one.number + one.content["seen"]["number"])


def _answer(known: Any, message: Message, kind: str) -> Message | None:
    return next((one for one in known if one.kind == kind and one.of == message.id), None)


def _named(message: Message, known: list[Message], *, by: str) -> Message:
    found = next((one for one in known if one.id == message.of and one.kind in OFFERS), None)
    if found is None or found.sender != by:
        raise Bad("no_such_offer", "content.body.of")
    return found


def _refuse_after(message: Message, known: list[Message], reasons: Mapping[str, str]) -> None:
    """Raises Bad if one of these kinds came before it for the same offer."""
    for one in known:
        if one.of == message.of and one.kind in reasons:
            raise Bad(reasons[one.kind], "content.body.of")


def _check_decision(message: Message, known: list[Message]) -> None:
    _named(message, known, by=message.receiver)
    _refuse_after(
        message,
        known,
        {"withdrawal": "already_withdrawn", "refusal": "already_refused", "acceptance": "already_accepted"},
    )


def _check_withdrawal(message: Message, known: list[Message]) -> None:
    _named(message, known, by=message.sender)
    _refuse_after(
        message,
        known,
        {"withdrawal": "already_withdrawn", "refusal": "already_refused", "deed": "already_given"},
    )


def _check_deed(message: Message, known: list[Message]) -> None:
    offer = _named(message, known, by=message.sender)
    _refuse_after(message, known, {"withdrawal": "already_withdrawn", "deed": "second_deed"})
    acceptance = _answer(known, offer, "acceptance")
    if acceptance is None or acceptance.id != message.body["acceptance"]:
        raise Bad("deed_without_acceptance", "content.body.acceptance")
    law = [one["id"] for one in offer.body["case"]["law"]]
    more = message.body.get("law", ())
    rules.once(more, law, rules.BODY)
    rules.articles(message.body["clocks"], [*law, *(one["id"] for one in more)], rules.BODY)


def _check_answer(message: Message, known: list[Message]) -> None:
    question = next((one for one in known if one.id == message.of and one.kind == "question"), None)
    if question is None or question.sender != message.receiver:
        raise Bad("no_such_question", "content.body.of")
    _refuse_after(message, known, {"answer": "already_answered"})
