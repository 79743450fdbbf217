"""What people may do to a case in each stage, each by the real verb. How often they do it is a weight; what the house
refuses (not possible, not allowed, unfit, moved) it refuses, and life goes on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.core.files.base import ContentFile

from huaihai.cases.models import Case, Offer
from huaihai.cases.parts import Part
from huaihai.cases.verbs import (
    answering,
    appointing,
    care,
    correcting,
    erasing,
    fulfilment,
    intake,
    inviting,
    mediation,
    negotiation,
    reopening,
    routing,
    urging,
)
from huaihai.cases.verbs.fulfilment import Word
from huaihai.kit import filestore
from huaihai.kit.clock import local_day, local_moment
from huaihai.law import grounds
from huaihai.members.actors import Actor
from tests.cast import PHONE, Cast, li

DAY = timedelta(days=1)


@dataclass
class Scene:
    """Everybody: the cast, a second business in the consumer's own city, and a third city."""

    cast: Cast
    lu: Actor  # answers for the second business
    feng: Actor  # names the lead where the two cities of the cast do not agree


@dataclass
class Turn:
    """One case at one moment, as somebody saw it who is about to act."""

    case: Case
    scene: Scene
    at: datetime
    dice: Random
    as_seen: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.as_seen = {"at": self.at, "seen": self.case.version}

    @property
    def today(self) -> date:
        return local_day(self.at)

    def later(self, least: int, most: int) -> date:
        return self.today + DAY * self.dice.randint(least, most)

    @property
    def consumer(self) -> Actor:
        return li(self.case)

    @property
    def business(self) -> Actor:
        is_shop = self.case.business_id == self.scene.cast.shop.pk
        return self.scene.cast.sun if is_shop else self.scene.lu

    @property
    def officer(self) -> Actor:
        cast = self.scene.cast
        if self.case.responsible_id == cast.home.pk:
            return cast.wang
        is_below = self.case.responsible_id == cast.county.pk and self.dice.random() < 0.5
        return cast.qian if is_below else cast.zhao

    @property
    def offer(self) -> Offer | None:
        return self.case.offers.filter(state=Offer.State.OPEN).first()


type Act = Callable[[Turn], object]


def _forward(t: Turn) -> None:
    routing.forward(t.case, to=t.scene.cast.lead, assessment="单据齐全。", by=t.officer, **t.as_seen)


def _no_again(t: Turn) -> None:
    """Not ours, once by sending it back, and once more to the secretariat."""
    if not t.case.crosses_cities:
        return
    if t.dice.random() < 0.5:
        routing.send_back(t.case, text="不在我市。", by=t.officer, **t.as_seen)
    else:
        routing.ask_secretariat(t.case, why="not_ours", text="还是不在我市。", by=t.officer, **t.as_seen)


def _name_lead(t: Turn) -> None:
    to = t.dice.choice((t.scene.cast.home, t.scene.cast.lead))
    routing.name_lead(t.case, to=to, text="店在那里。", by=t.scene.feng, **t.as_seen)


def _serve(t: Turn) -> None:
    on = t.today - DAY * t.dice.choice((0, 0, 0, 1))
    way = t.dice.choice(negotiation.WAYS_OF_SERVICE)
    negotiation.serve(t.case, way=way, proof="店主接了电话。", served_on=on, by=t.officer, **t.as_seen)


def _terms(t: Turn) -> dict[str, Any]:
    remedies = t.dice.choice((["refund"], ["return", "refund"], ["repair"], ["apology", "compensation"]))
    return {
        "remedies": remedies,
        "sum_fen": t.dice.choice((None, 1, 100, 26_800))
        if remedies == ["repair"]
        else t.dice.randint(3, 30_000),
        "perform_by_on": t.later(0, 20),
        "text": "愿意这样解决。",
    }


def _offer(t: Turn) -> None:
    terms = _terms(t)
    months = 1 if terms["sum_fen"] is None else t.dice.choice((1, 1, 2, 3))
    negotiation.offer(
        t.case, **terms, valid_until_on=t.later(0, 9), monthly_parts=months, by=t.business, **t.as_seen
    )


def _counter(t: Turn) -> None:
    if t.offer:
        negotiation.counter(t.case, offer=t.offer, **_terms(t), by=t.consumer, **t.as_seen)


def _accept(t: Turn) -> None:
    if (offer := t.offer) is not None:
        by = t.business if offer.is_counter else t.consumer
        negotiation.accept(t.case, offer=offer, return_to="徐州市一号", by=by, **t.as_seen)


def _reject(t: Turn) -> None:
    if (offer := t.offer) is not None:
        by = t.business if offer.is_counter else t.consumer
        negotiation.reject(t.case, offer=offer, text="太少了。", by=by, **t.as_seen)


def _reply(t: Turn) -> None:
    needs = t.dice.choice(((), ("receipt",)))
    answering.reply(t.case, until_on=t.later(0, 5), needs=needs, by=t.business, **t.as_seen)


def _decline(t: Turn) -> None:
    ground = t.dice.choice(grounds.for_association(grounds.Purpose.DECLINE)).code
    routing.decline(t.case, ground=ground, text="不在受理范围。", by=t.officer, **t.as_seen)


def _terminate(t: Turn) -> None:
    ground = t.dice.choice(grounds.for_association(grounds.Purpose.END_MEDIATION)).code
    mediation.terminate(t.case, ground=ground, text="双方谈不拢。", by=t.officer, **t.as_seen)


def _agree(t: Turn) -> None:
    sums = [t.dice.randint(1, 20_000) for _ in range(t.dice.choice((1, 1, 2, 4)))]
    parts = [Part("refund", fen, t.later(0, 40)) for fen in sums]
    mediation.agree(
        t.case,
        terms="分期退款。",
        sum_fen=sum(sums),
        perform_by_on=t.today,
        parts=parts,
        by=t.officer,
        **t.as_seen,
    )


def _plan(t: Turn) -> None:
    starts_at = local_moment(t.later(0, 6)) + timedelta(hours=t.dice.randint(9, 17))
    invited = t.dice.choice((["consumer"], ["consumer", "business"]))
    more: dict[str, Any] = {
        "kind": "room",
        "starts_at": starts_at,
        "place": "二楼",
        "invited": invited,
        "by": t.officer,
    }
    do = appointing.plan if inviting.standing(t.case) is None else appointing.shift
    do(t.case, **more, **t.as_seen)


def _part(t: Turn, do: str) -> None:
    promise = t.case.promises.order_by("number").filter(confirmed_at=None).first()
    if promise is None:
        return
    if do == "claim":
        fulfilment.claim(promise, text="已退款。", by=t.business, **t.as_seen)
    elif do == "confirm":
        fulfilment.confirm_part(t.case, promise=promise, by=t.consumer, **t.as_seen)
    else:
        fulfilment.breach_part(t.case, promise=promise, text="没有收到。", by=t.consumer, **t.as_seen)


def _on_word(t: Turn) -> None:
    word = Word("consumer", t.today, "phone", "本人说收到了。")
    fulfilment.confirm(t.case, word=word, by=t.officer, **t.as_seen)


def _evidence(t: Turn) -> None:
    """A paper, stored before its row."""
    content = b"%PDF-1.4 " + t.dice.randbytes(20).hex().encode()
    stored = filestore.store(ContentFile(content, "收据.pdf"))
    care.add_evidence(t.case, file=stored, name="收据.pdf", party="consumer", by=t.consumer, at=t.at)


def _correct(t: Turn) -> None:
    values = {name: getattr(t.case, name) for name in correcting.FIELDS}
    values |= {"price_fen": t.dice.randint(1, 90_000), "category": t.dice.choice(("G01", "G04"))}
    correcting.correct(t.case, values=values, text="听错了。", by=t.officer, **t.as_seen)


def _consents(t: Turn) -> None:
    purposes = t.dice.choice((["business"], ["other_body", "business"], []))
    intake.change(t.case, purposes=purposes, by=t.consumer, at=t.at)


def _lost_code(t: Turn) -> None:
    care.ask_for_new_code(t.case.number or "", PHONE, at=t.at)


def _simple(verb: Callable[..., object], who: str, **more: Any) -> Act:
    return lambda t: verb(t.case, **more, by=getattr(t, who), **t.as_seen)


NOTHING: Act = lambda _turn: None  # noqa: E731 # they think about it
ANYWHERE: list[tuple[float, Act]] = [
    (0.3, _simple(care.note, "officer", text="再等等。")),
    (0.2, _simple(care.note_call, "officer", with_whom="consumer", text="通了电话。")),
    (0.2, _simple(care.write, "consumer", text="怎么样了？")),
    (0.3, _evidence),
    (0.15, _correct),
    (0.1, _consents),
    (0.15, _lost_code),
    (0.15, lambda t: urging.urge(t.case, by=t.scene.cast.wang, **t.as_seen)),
    (0.2, _simple(fulfilment.withdraw, "consumer")),
]
ENDED: list[tuple[float, Act]] = [
    (4, NOTHING),
    (0.3, _simple(reopening.reopen, "consumer", text="钱没有到。")),
    (0.3, _simple(reopening.undo_close, "officer", text="点错了。")),
    (0.2, lambda t: erasing.erase_contact(t.case, by=t.consumer, at=t.at)),
    (0.3, _lost_code),
]
IN_STAGE: dict[str, list[tuple[float, Act]]] = {
    "received": [
        (5, lambda t: (_forward if t.business == t.scene.cast.sun else _simple(routing.take, "officer"))(t)),
        (1, _simple(routing.ask_supplement, "officer", text="请补收据。")),
        (0.2, _simple(routing.refer_out, "officer", to="市场监管局")),
    ],
    "supplementing": [(2, _simple(intake.supplement, "consumer", text="补上了。")), (2, NOTHING)],
    "clarifying": [(2, _simple(intake.supplement, "consumer", text="补上了。")), (2, NOTHING)],
    "forwarded": [
        (5, _simple(routing.take, "officer")),
        (0.5, _no_again),
        (0.5, _name_lead),
        (0.3, lambda t: routing.recall(t.case, text="发错了。", by=t.scene.cast.wang, **t.as_seen)),
    ],
    "deciding": [
        (5, _simple(negotiation.invite, "officer")),
        (3, _simple(routing.admit, "officer")),
        (0.5, _decline),
        (0.5, _simple(routing.ask_supplement, "officer", text="请补照片。")),
        (0.5, _simple(routing.extend_decision, "officer", text="还要核实。")),
        (0.5, lambda t: routing.assign(t.case, to=t.scene.cast.county, by=t.scene.cast.zhao, **t.as_seen)),
        (0.3, lambda t: routing.take_back(t.case, by=t.scene.cast.zhao, **t.as_seen)),
        (0.3, _no_again),
        (0.3, _name_lead),
    ],
    "inviting": [
        (5, _serve),
        (0.3, _simple(negotiation.call_off, "officer", text="先不请。")),
        (0.3, _simple(answering.deny, "business", text="不是我们。")),
    ],
    "negotiating": [
        (3, _offer),
        (3, _accept),
        (1, _counter),
        (1, _reject),
        (1, _reply),
        (0.5, _simple(answering.supply, "consumer", text="给你。")),
        (0.7, _simple(answering.refuse, "business", text="不是质量问题。")),
        (0.3, _simple(negotiation.end, "consumer", text="不谈了。")),
        (0.2, _simple(answering.deny, "business", text="不是我们。")),
        (3, NOTHING),
    ],
    "mediating": [
        (2, _agree),
        (1.5, _plan),
        (0.5, lambda t: appointing.call_off(t.case, text="改天。", by=t.officer, **t.as_seen)),
        (
            1,
            lambda t: mediation.hold_session(
                t.case, minutes="各说各的。", held_on=t.today, by=t.officer, **t.as_seen
            ),
        ),
        (0.7, _simple(mediation.pause, "officer", reason="appraisal")),
        (0.7, _simple(mediation.extend, "officer", text="双方同意。")),
        (0.7, _terminate),
        (2, NOTHING),
    ],
    "paused": [
        (2, _simple(mediation.resume, "officer")),
        (0.2, _terminate),
        (0.3, _simple(routing.ask_secretariat, "officer", why="conflict", text="全体回避。")),
        (0.3, _name_lead),
        (2, NOTHING),
    ],
    "fulfilling": [
        (1.5, _simple(fulfilment.claim_fulfilment, "business", text="已退款。")),
        (1.5, lambda t: _part(t, "claim")),
        (1.5, lambda t: _part(t, "confirm")),
        (0.7, lambda t: _part(t, "breach")),
        (1, _simple(fulfilment.confirm, "consumer")),
        (0.5, _on_word),
        (0.7, _simple(fulfilment.send_goods, "consumer", parcel="SF1")),
        (0.7, _simple(fulfilment.report_breach, "consumer", text="没有收到。")),
        (0.5, _simple(fulfilment.close_unconfirmed, "officer", text="电话打不通。")),
        (3, NOTHING),
    ],
    "breached": [
        (1, _simple(fulfilment.claim_fulfilment, "business", text="补退了。")),
        (1, _simple(fulfilment.confirm, "consumer")),
        (0.7, _simple(fulfilment.close_unconfirmed, "officer", text="对方拖着。")),
        (2, NOTHING),
    ],
}


def some_act(turn: Turn) -> Act:
    """What comes to somebody's mind who looks at this case."""
    known = IN_STAGE.get(turn.case.stage)
    choices = ENDED if known is None else [*known, *ANYWHERE]
    return turn.dice.choices([act for _weight, act in choices], [weight for weight, _act in choices])[0]
