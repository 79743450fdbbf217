"""Threads that do not fit, each for one reason, and files beside a message."""

from collections.abc import Iterator
from typing import Any

from huaihai.cases.passport.messages import Message
from huaihai.cases.passport.tests.scene import (
    PHOTO,
    SUZHOU,
    Side,
    acceptance_body,
    answer_body,
    as_message,
    ask_body,
    both,
    case,
    clock,
    deed_body,
    evidence,
    handed_over,
    offer_body,
    party,
)
from huaihai.cases.passport.tests.suite.making import File, offer, thread


def bad_places() -> Iterator[File]:
    giver, taker = both()
    first = giver.write("offer", offer_body())
    alone = giver.content("question", ask_body())
    yield thread("other_thread", "of another passport", first, as_message(alone | {"passport": "00" * 16}))
    yield thread("wrong_receiver", "to a third", first, as_message(alone | {"receiver": party(SUZHOU)}))
    yield thread("not_first", "it begins with a question", as_message(alone | {"number": 1, "previous": ""}))
    yield thread("not_first", "both begin it", first, taker.write("offer", offer_body()))
    giver, taker = both()
    first = giver.write("offer", offer_body())
    taker.get(first)
    alone = giver.content("question", ask_body())
    yield thread("doubled_id", "an id again, for something else", first, as_message(alone | {"id": first.id}))
    asked = as_message(alone)
    yield thread("doubled_number", "a number again", first, asked, as_message(alone | {"id": "01" * 16}))
    early = as_message(alone | {"id": "04" * 16, "number": 3, "previous": asked.hash})
    other = as_message(alone | {"id": "05" * 16, "number": 3, "previous": asked.hash})
    yield thread("doubled_number", "two that came early under one number", first, early, other, asked)
    yield thread(
        "chain_broken",
        "after another message than the one before it",
        first,
        as_message(alone | {"previous": "0" * 64}),
    )
    whole = first.data + b"\n"
    yield File("thread", "not_json", "a thread without a line", b"")
    yield File("thread", "not_json", "an empty line at its end", whole + b"\n")
    yield File("thread", "not_canonical", "without its last line feed", whole[:-1])
    yield thread("gap", "the second is missing", first, as_message(alone | {"number": 3}))
    yield thread("gap", "more come early than wait", first, *_many(giver, asked), asked)
    reply = taker.content("question", ask_body())
    yield thread(
        "seen_unknown",
        "it has seen more than there is",
        first,
        as_message(reply | {"seen": {"number": 2, "hash": "0" * 64}}),
    )
    yield thread(
        "seen_other",
        "it has seen another first message",
        first,
        as_message(reply | {"seen": {"number": 1, "hash": "0" * 64}}),
    )
    receipt = {"seen": {"number": 1, "hash": "0" * 64}, "sent": {"number": 0, "hash": ""}}
    yield thread(
        "seen_other",
        "a receipt of another first message",
        first,
        as_message(taker.content("receipt", {"sent": receipt["sent"]}, seen=receipt["seen"])),
    )
    lost = {"sent": {"number": 1, "hash": "0" * 64}}
    yield thread(
        "seen_other",
        "a receipt that sent another first message",
        first,
        as_message(giver.content("receipt", lost)),
    )
    heard = taker.write("question", ask_body())
    forgetful = taker.content("question", ask_body(), seen={"number": 0, "hash": ""})
    yield thread("seen_backwards", "it forgets what it has seen", first, heard, as_message(forgetful))
    yield thread(
        "time_backwards",
        "written before the one before it",
        first,
        as_message(alone | {"at": "2026-11-22T00:00:00Z"}),
    )


def _many(side: Side, second: Message) -> Iterator[Message]:
    """Twenty-one after the second, each after the one before it."""
    before = second
    for number in range(3, 24):
        before = as_message(side.content("question", ask_body(), number=number, previous=before.hash))
        yield before


def _decided(kind: str) -> tuple[Side, Side, list[Message]]:
    """An offer that was accepted or refused."""
    giver, taker = both()
    first = giver.write("offer", offer_body())
    taker.get(first)
    body = acceptance_body(first) if kind == "acceptance" else {"of": first.id, "ground": "known"}
    decision = taker.write(kind, body)
    giver.get(decision)
    return giver, taker, [first, decision]


def _forced(side: Side, kind: str, body: dict[str, Any]) -> Message:
    """Signed, though it may not be written."""
    return as_message(side.content(kind, body))


def bad_kinds() -> Iterator[File]:
    giver, taker = both()
    first = giver.write("offer", offer_body())
    taker.get(first)
    yield thread(
        "not_the_owner", "offered by who does not have it", first, _forced(taker, "offer", offer_body())
    )
    yield thread("offer_open", "offered while an offer is open", first, _forced(giver, "offer", offer_body()))
    yield thread(
        "no_such_offer",
        "an acceptance of nothing",
        first,
        _forced(taker, "acceptance", acceptance_body(first, of="02" * 16)),
    )
    yield thread(
        "no_such_offer",
        "an acceptance of one's own offer",
        first,
        _forced(giver, "acceptance", acceptance_body(first)),
    )
    yield thread(
        "no_such_offer",
        "a withdrawal of the other side's offer",
        first,
        _forced(taker, "withdrawal", {"of": first.id}),
    )
    yield thread(
        "no_such_offer",
        "a return before any deed",
        *_decided("refusal")[2],
        _forced(_decided("refusal")[0], "return", offer_body(of=first.id)),
    )
    yield thread(
        "no_such_question", "an answer to no question", first, _forced(taker, "answer", answer_body(first))
    )
    yield from _bad_questions()
    yield thread("end_without_deed", "an end before the case ever passed", *_ended_at_once())
    giver, taker, two = _decided("refusal")
    yield thread(
        "already_refused",
        "an acceptance after the refusal",
        *two,
        _forced(taker, "acceptance", acceptance_body(two[0])),
    )
    yield thread(
        "already_refused",
        "a withdrawal of what was refused",
        *two,
        _forced(giver, "withdrawal", {"of": two[0].id}),
    )
    giver, taker, two = _decided("acceptance")
    yield thread(
        "already_accepted",
        "a refusal after the acceptance",
        *two,
        _forced(taker, "refusal", {"of": two[0].id, "ground": "known"}),
    )
    giver, taker = both()
    first = giver.write("offer", offer_body())
    back = giver.write("withdrawal", {"of": first.id})
    yield thread(
        "already_withdrawn", "withdrawn twice", first, back, _forced(giver, "withdrawal", {"of": first.id})
    )
    taker.get(first, back)
    yield thread(
        "already_withdrawn",
        "an acceptance that had seen the withdrawal",
        first,
        back,
        _forced(taker, "acceptance", acceptance_body(first)),
    )
    giver, taker = both()
    first, asked = giver.write("offer", offer_body()), giver.write("question", ask_body())
    taker.get(first, asked)
    answer = taker.write("answer", answer_body(asked))
    yield thread(
        "already_answered",
        "a second answer",
        first,
        asked,
        answer,
        _forced(taker, "answer", answer_body(asked)),
    )


def _bad_questions() -> Iterator[File]:
    giver, taker = both()
    first, asked = giver.write("offer", offer_body()), giver.write("question", ask_body())
    taker.get(first, asked)
    yield thread(
        "no_such_offer",
        "an acceptance of a question",
        first,
        asked,
        _forced(taker, "acceptance", acceptance_body(asked)),
    )
    yield thread(
        "no_such_question",
        "an answer to one's own question",
        first,
        asked,
        _forced(giver, "answer", answer_body(asked)),
    )
    yield thread(
        "no_such_question",
        "an answer to a question that was not asked",
        first,
        asked,
        _forced(taker, "answer", answer_body(asked) | {"of": "06" * 16}),
    )


def _ended_at_once() -> list[Message]:
    giver, _, two = _decided("refusal")
    return [*two, _forced(giver, "end", {"outcome": "settled", "ended_on": "2026-11-23"})]


def bad_deeds() -> Iterator[File]:
    giver, taker = both()
    first = giver.write("offer", offer_body())
    yield thread(
        "deed_without_acceptance",
        "a deed before the acceptance",
        first,
        _forced(giver, "deed", deed_body(first, first)),
    )
    giver, taker, two = _decided("refusal")
    yield thread(
        "deed_without_acceptance", "a deed after a refusal", *two, _forced(giver, "deed", deed_body(*two))
    )
    giver, taker, two = _decided("acceptance")
    yield thread(
        "deed_without_acceptance",
        "a deed of another acceptance",
        *two,
        _forced(giver, "deed", deed_body(two[0], two[0])),
    )
    yield thread(
        "unlisted_article",
        "a deed with a clock of no listed article",
        *two,
        _forced(giver, "deed", deed_body(*two, clocks=[clock()])),
    )
    twice = deed_body(*two, law=case()["law"] * 2)
    yield thread("doubled_article", "a deed with an article twice", *two, _forced(giver, "deed", twice))
    yield thread("doubled_article", "a deed with an article of the offer", *_doubled_article())
    back = giver.write("withdrawal", {"of": two[0].id})
    yield thread(
        "already_withdrawn",
        "a deed after the withdrawal",
        *two,
        back,
        _forced(giver, "deed", deed_body(*two)),
    )
    giver, taker, three = handed_over()
    yield thread("second_deed", "two deeds", *three, _forced(giver, "deed", deed_body(*three[:2])))
    yield thread(
        "already_given",
        "a withdrawal after the deed",
        *three,
        _forced(giver, "withdrawal", {"of": three[0].id}),
    )
    yield thread(
        "not_the_owner",
        "an end by who let go",
        *three,
        _forced(giver, "end", {"outcome": "settled", "ended_on": "2026-11-23"}),
    )
    yield thread("return_wanted", "offered and not returned", *three, _forced(taker, "offer", offer_body()))
    yield thread(
        "no_such_offer",
        "a return of something else",
        *three,
        _forced(taker, "return", offer_body(of="03" * 16)),
    )
    end = taker.write("end", {"outcome": "settled", "ended_on": "2026-11-23"})
    yield thread("offer_open", "an end while it is offered back", *three, *_ended_while_open())
    yield thread("ended", "ended twice", *three, end, _forced(taker, "end", end.body))
    yield thread(
        "ended", "returned after its end", *three, end, _forced(taker, "return", offer_body(of=three[0].id))
    )


def _doubled_article() -> list[Message]:
    giver, taker = both()
    first = giver.write("offer", offer_body(case=case()))
    taker.get(first)
    taken = taker.write("acceptance", acceptance_body(first))
    giver.get(taken)
    return [first, taken, _forced(giver, "deed", deed_body(first, taken, law=case()["law"]))]


def _ended_while_open() -> list[Message]:
    _, taker, three = handed_over()
    back = taker.write("return", offer_body(of=three[0].id))
    return [back, _forced(taker, "end", {"outcome": "settled", "ended_on": "2026-11-23"})]


def bad_files() -> Iterator[File]:
    data, name = as_message(offer(evidence=[evidence()])).data, evidence()["sha256"]
    yield File("message", "evidence_unlisted", "a file that is not listed", data, {"0" * 64: PHOTO})
    yield File("message", "evidence_hash", "another photo of the same size", data, {name: PHOTO[::-1]})
    longer = as_message(offer(evidence=[evidence(size=len(PHOTO) + 1)])).data
    yield File("message", "evidence_size", "a photo of another size", longer, {name: PHOTO})
