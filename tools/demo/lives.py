"""The courses that a complaint may take, as officers know them. shape.LIVES says how often each happens."""

from collections.abc import Callable
from functools import partial

from demo import shape
from demo.course import Course, Over
from huaihai.cases.gone import Check
from huaihai.cases.verbs import falling_due, fulfilment, mediation, negotiation, routing
from huaihai.kit.clock import local_day

type Life = Callable[[Course], None]


def live(course: Course) -> None:
    """File the complaint and let its life go on until it ends or the demo's last evening comes."""
    try:
        course.file()
        LIVES[course.complaint.life](course)
    except Over:
        return


def settled(course: Course) -> None:
    to_negotiation(course)
    course.wait(1, 6)
    course.accept_after(course.offer())
    fulfilled(course)


def settled_after_a_second_offer(course: Course) -> None:
    to_negotiation(course)
    course.wait(1, 2)
    first = course.offer(0.4, what="first_offer")
    course.wait(1)
    course.reject(first)
    course.wait(1, 3)
    course.accept_after(course.offer())
    fulfilled(course)


def settled_without_confirmation(course: Course) -> None:
    to_negotiation(course)
    course.wait(1, 5)
    course.accept_after(course.offer())
    course.wait(2, 4)
    course.claim_done()
    course.wait(12, 16)
    text = course.say("unconfirmed")
    fulfilment.close_unconfirmed(course.case, text=text, by=course.lead_officer, at=course.at)


def mediated(course: Course) -> None:
    to_mediation(course)
    course.wait(3, 15)
    course.hold_session()
    course.wait(0, 8)
    course.agree()
    fulfilled(course)


def mediated_after_a_pause(course: Course) -> None:
    to_mediation(course)
    course.wait(2, 8)
    course.pause()
    course.wait(5, 14)
    mediation.resume(course.case, by=course.lead_officer, at=course.at)
    course.wait(2, 6)
    course.agree()
    fulfilled(course)


def broken(course: Course) -> None:
    to_negotiation(course)
    course.wait(1, 5)
    course.accept_after(course.offer())
    course.wait(11, 14)
    course.report_breach()
    if course.dice.random() < 0.5:
        course.wait(3, 8)
        course.confirm()
        return
    course.wait(13, 18)
    text = course.say("unkept")
    fulfilment.close_unconfirmed(course.case, text=text, by=course.lead_officer, at=course.at)


def ended_without_agreement(course: Course) -> None:
    to_mediation(course)
    course.wait(4, 20)
    course.hold_session()
    course.wait(2, 15)
    ground, text = course.dice.choice(list(course.words["terminate"].items()))
    officer = course.lead_officer
    mediation.terminate(course.case, ground=ground, text=text, by=officer, at=course.at)


def silent_business(course: Course) -> None:
    """Nobody answers until the time to settle is over; then the body admits the case."""
    to_negotiation(course)
    course.wait(11)
    for act in falling_due.due_acts(
        course.at
    ):  # other cases, and the nightly counts, wait for the year's end
        if isinstance(act, partial) and course.case.pk in act.args:
            act()
    course.case.refresh_from_db()
    course.wait(1, 2)
    course.admit()
    course.wait(5, 12)
    course.hold_session()
    course.wait(1, 6)
    course.agree()
    fulfilled(course)


def gone_business(course: Course) -> None:
    to_negotiation(course, serve=False)
    course.wait(1, 3)
    text, officer = course.say("gone"), course.lead_officer
    on = local_day(course.at)
    checks = [Check(what, on, course.say(f"gone_{what}")) for what in ("address", "phone")]
    negotiation.lose_business(course.case, checks=checks, by=officer, at=course.at)
    course.wait(1, 2)
    to = course.say("refer")
    routing.refer_out(course.case, to=to, text=text, by=officer, at=course.at)


def wrong_business(course: Course) -> None:
    to_negotiation(course, serve=False)
    course.wait(1, 2)
    negotiation.deny(course.case, text=course.say("deny"), by=course.lead_officer, at=course.at)
    course.wait(1)
    course.correct_business()
    course.wait(1)
    course.invite()
    course.wait(1, 2)
    course.serve()
    course.wait(1, 5)
    course.accept_after(course.offer())
    fulfilled(course)


def declined(course: Course) -> None:
    to_decision(course)
    if course.dice.random() < 0.3:
        text = course.say("longer")
        routing.extend_decision(course.case, text=text, by=course.lead_officer, at=course.at)
    course.wait(1, 4)
    ground, text = course.dice.choice(list(course.words["decline"].items()))
    officer = course.lead_officer
    routing.decline(course.case, ground=ground, text=text, by=officer, at=course.at)


def withdrawn(course: Course) -> None:
    course.wait(1, 3)
    if course.dice.random() < 0.5:
        to_decision(course)
        course.wait(1, 2)
    fulfilment.withdraw(course.case, text=course.say("withdraw"), by=course.consumer, at=course.at)


def referred(course: Course) -> None:
    is_entrusted = course.case.stage == "deciding"  # it began there
    officer = course.lead_officer if is_entrusted else course.home_officer
    course.wait(1, 4)
    routing.refer_out(course.case, to=course.say("refer"), by=officer, at=course.at)


def to_decision(course: Course) -> None:
    """Checked at home, forwarded if the business is in another city, and taken."""
    if course.case.stage == "deciding":
        return
    if course.dice.random() < 0.08:
        course.wait(1, 2)
        course.ask_for_more()
        course.wait(1, 6)
        course.add_what_was_asked()
    course.wait(1, 3)
    if course.complaint.home != course.complaint.lead:
        course.forward()
        course.wait(1, 2)
    course.take()
    if course.dice.random() < shape.ASSIGNED_DOWN:
        course.assign()


def to_negotiation(course: Course, *, serve: bool = True) -> None:
    to_decision(course)
    course.wait(0, 2)
    course.invite()
    if serve:
        course.wait(0, 3)
        course.serve()


def to_mediation(course: Course) -> None:
    to_negotiation(course)
    course.wait(1, 5)
    course.refuse()
    course.wait(0, 2)
    course.admit()


def fulfilled(course: Course) -> None:
    """The business does what was agreed, and the consumer confirms it."""
    if course.dice.random() < 0.3:
        course.wait(1, 4)
        course.claim_done()
    course.wait(1, 5)
    course.confirm()


LIVES: dict[str, Life] = {
    life.__name__: life
    for life in (
        settled,
        settled_after_a_second_offer,
        settled_without_confirmation,
        mediated,
        mediated_after_a_pause,
        broken,
        ended_without_agreement,
        silent_business,
        gone_business,
        wrong_business,
        declined,
        withdrawn,
        referred,
    )
}
