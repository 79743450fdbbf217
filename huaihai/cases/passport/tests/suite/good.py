"""Files that fit."""

from collections.abc import Iterator

from huaihai.cases.passport.tests.scene import (
    NANJING,
    PHOTO,
    SUZHOU,
    XUZHOU,
    acceptance_body,
    answer_body,
    as_message,
    ask_body,
    both,
    case,
    clock,
    deed_body,
    descriptor,
    evidence,
    handed_over,
    key_id,
    offer_body,
    party,
    public,
    public_keys,
    signed,
    signing,
)
from huaihai.cases.passport.tests.suite.making import (
    FITS,
    File,
    extended,
    message,
    nested,
    offer,
    peer,
    question,
    thread,
    with_clock,
)
from huaihai.kit.canonical import canonical


def good_peers() -> Iterator[File]:
    for name in (XUZHOU, NANJING, SUZHOU):
        yield peer(FITS, f"the descriptor of {name}", descriptor(name))
    yield peer(
        FITS,
        "a descriptor that the second key signs",
        descriptor(XUZHOU, keys=public_keys((key_id(XUZHOU), public(XUZHOU)))),
    )


def good_messages() -> Iterator[File]:
    yield message(FITS, "the smallest offer", offer())
    giver = both()[0]
    yield message(
        FITS,
        "a whole case with a clock, law, evidence and what is left out",
        giver.content("offer", offer_body(case=case(), words="请尽快")),
    )
    odd = '“引号” " \\ / \n \u2028 \u2029 e\u0301 é \U0001f600 \U0010ffff \u200b <script>alert(1)</script>'
    yield message(FITS, "text of all kinds", offer(story=odd))
    yield message(FITS, "text at its longest", offer(story="漏" * 10_000))
    yield message(FITS, "characters beyond sixteen bits count as one", offer(number="\U0001f600" * 200))
    yield message(
        FITS,
        "an extension that need not be understood",
        extended({"b": [1, True, "红", {}], "a": -(2**53 - 1)}),
    )
    yield message(FITS, "whole numbers at their largest", extended([2**53 - 1, -(2**53 - 1), 0]))
    yield message(FITS, "nested as deep as may be", extended(nested(12)))
    paused = {"from_on": "2026-11-22", "words": "鉴定"}
    yield message(FITS, "a clock that is paused", with_clock(state="paused", pauses=[paused]))
    late = with_clock(state="paused", pauses=[paused], due_on="2026-11-22")
    yield message(FITS, "a clock that is paused, after its last day", late)
    over = {"from_on": "2026-11-20", "until_on": "2026-11-21", "words": "回避申请"}
    yield message(
        FITS, "a clock that was paused twice", with_clock(pauses=[over, paused | {"until_on": "2026-11-22"}])
    )
    yield message(FITS, "a clock that has expired", with_clock(state="expired", due_on="2026-11-22"))
    yield message(FITS, "a clock whose last day is today in Beijing", with_clock(due_on="2026-11-23"))
    yield message(FITS, "a clock that was met", with_clock(state="met", ended_on="2026-11-23"))
    hours = {"number": 24, "counted": "hours", "due_at": "2026-11-30T18:00:00Z", "due_on": "2026-12-01"}
    yield message(FITS, "a clock in hours, whose moment is the next day in Beijing", with_clock(**hours))
    yield message(FITS, "a named day", with_clock(number=0, counted="fixed"))
    late = offer(filed_on="2026-11-24")
    late["at"] = "2026-11-23T16:00:00Z"
    yield message(FITS, "filed today, for in Beijing it is the next day", late)
    old = question()
    old["sender"] = party(NANJING, 1)
    yield File(
        "message", FITS, "signed with the second key", signed(old, signing(NANJING, 1)(canonical(old)))
    )
    yield message(
        FITS, "a question for files", question(body={"about": "evidence", "files": [evidence()["sha256"]]})
    )
    yield message(
        FITS,
        "a receipt that asks how things stand",
        both()[1].content("receipt", {"sent": {"number": 0, "hash": ""}}),
    )
    yield message(FITS, "written four minutes from now", question(at="2026-12-01T00:04:00Z"))
    photo = offer(evidence=[evidence()])
    yield File("message", FITS, "its photo beside it", as_message(photo).data, {evidence()["sha256"]: PHOTO})


def good_threads() -> Iterator[File]:
    _, _, three = handed_over()
    yield thread(FITS, "offer, acceptance, deed", *three)
    yield thread(FITS, "each comes twice", *three, *three)
    giver, taker = both()
    first, second = giver.write("offer", offer_body()), giver.write("question", ask_body())
    third = giver.write("question", ask_body("还有照片吗？"))
    yield thread(FITS, "what came early waits", first, third, second)
    yield thread(FITS, "the second comes before the first", second, first)
    taker.get(first, third, second)
    answers = [taker.write("answer", answer_body(one)) for one in taker.thread.unanswered]
    yield thread(FITS, "questions with their answers", first, second, third, *answers)
    yield from good_refusals()
    yield from good_crossings()
    yield from good_returns()
    giver, taker, three = handed_over()
    end = taker.write("end", {"outcome": "mediated", "ended_on": "2026-11-23", "refund_fen": 19900})
    giver.get(end)
    after = giver.write("question", ask_body("款到账了吗？"))
    taker.get(after)
    yield thread(
        FITS,
        "its end, a question and an answer after it",
        *three,
        end,
        after,
        taker.write("answer", answer_body(after)),
    )
    giver, taker = both()
    first = giver.write("offer", offer_body())
    taker.get(first)
    receipt = as_message(taker.content("receipt", taker.thread.receipt(first.id)))
    yield thread(FITS, "a receipt between", first, receipt, taker.write("acceptance", acceptance_body(first)))
    asked = as_message(both()[1].content("receipt", {"sent": {"number": 0, "hash": ""}}))
    yield thread(FITS, "a receipt before the offer", asked, first)
    giver, taker = both()
    first = giver.write("offer", offer_body(case=case()))
    taker.get(first)
    taken = taker.write("acceptance", acceptance_body(first, number="苏消2026-77"))
    giver.get(taken)
    more = deed_body(
        first,
        taken,
        clocks=[clock()],
        evidence=[evidence(b"the receipt", name="收据.jpg")],
        words="店家来过电话。",
    )
    beside = {evidence()["sha256"]: PHOTO, evidence(b"the receipt")["sha256"]: b"the receipt"}
    yield thread(
        FITS,
        "a deed with what came meanwhile, all files beside it",
        first,
        taken,
        giver.write("deed", more),
        beside=beside,
    )
    giver, taker = both()
    first = giver.write("offer", offer_body())
    taker.get(first)
    taken = taker.write("acceptance", acceptance_body(first))
    giver.get(taken)
    new = deed_body(first, taken, law=case()["law"], clocks=[clock()])
    yield thread(
        FITS, "a deed with a clock of an article that came since", first, taken, giver.write("deed", new)
    )


def good_refusals() -> Iterator[File]:
    giver, taker = both()
    first = giver.write("offer", offer_body())
    taker.get(first)
    no = taker.write("refusal", {"of": first.id, "ground": "nobody-here"})
    yield thread(FITS, "a refusal", first, no)
    giver.get(no)
    again = giver.write("offer", offer_body())
    taker.get(again)
    yield thread(
        FITS,
        "offered again after a refusal, and accepted",
        first,
        no,
        again,
        taker.write("acceptance", acceptance_body(again)),
    )
    giver, taker = both()
    first = giver.write("offer", offer_body())
    back = giver.write("withdrawal", {"of": first.id, "words": "消费者撤回了投诉"})
    yield thread(FITS, "withdrawn", first, back)
    again = giver.write("offer", offer_body())
    yield thread(FITS, "offered again after a withdrawal", first, back, again)


def good_crossings() -> Iterator[File]:
    giver, taker = both()
    first = giver.write("offer", offer_body())
    taker.get(first)
    taken = taker.write("acceptance", acceptance_body(first))
    back = giver.write("withdrawal", {"of": first.id})
    yield thread(FITS, "an acceptance that had not seen the withdrawal", first, back, taken)
    yield thread(FITS, "the same as the other side has it", first, taken, back)
    giver.get(taken)
    again = giver.write("offer", offer_body())
    taker.get(back, again)
    yield thread(
        FITS,
        "and then offered and accepted",
        first,
        back,
        taken,
        again,
        taker.write("acceptance", acceptance_body(again)),
    )
    giver, taker = both()
    first = giver.write("offer", offer_body())
    taker.get(first)
    no = taker.write("refusal", {"of": first.id, "ground": "too-old"})
    back = giver.write("withdrawal", {"of": first.id})
    yield thread(FITS, "a refusal that crossed a withdrawal", first, no, back)
    giver, taker = both()
    first = giver.write("offer", offer_body())
    taker.get(first)
    taken = taker.write("acceptance", acceptance_body(first))
    giver.get(taken)
    yield thread(
        FITS,
        "withdrawn after the acceptance, before a deed",
        first,
        taken,
        giver.write("withdrawal", {"of": first.id}),
    )


def good_returns() -> Iterator[File]:
    giver, taker, three = handed_over()
    back = taker.write("return", offer_body(of=three[0].id))
    giver.get(back)
    taken = giver.write("acceptance", acceptance_body(back))
    taker.get(taken)
    deed = taker.write("deed", deed_body(back, taken))
    giver.get(deed)
    yield thread(FITS, "returned", *three, back, taken, deed)
    again = giver.write("return", offer_body(of=back.id))
    yield thread(FITS, "returned and returned again", *three, back, taken, deed, again)
    end = {"outcome": "other", "words": "店家关门，已转法律援助。", "ended_on": "2026-11-23"}
    giver, taker, three = handed_over()
    back = taker.write("return", offer_body(of=three[0].id))
    giver.get(back)
    no = giver.write("refusal", {"of": back.id, "ground": "other", "words": "店在你们那里"})
    taker.get(no)
    yield thread(
        FITS, "a return is refused, and the case ended where it is", *three, back, no, taker.write("end", end)
    )
