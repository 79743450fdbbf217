"""What was paid first: at a scenic gate within minutes, and by a market whose stalls pay back, slowly or not at all."""

from datetime import datetime, timedelta
from typing import Any

from demo.channel.funds import Books
from demo.channel.joined import Joined
from demo.channel.scene import Firm, Scene, texts
from demo.course import CODE
from huaihai.businesses.models import Place
from huaihai.cases import at_once
from huaihai.cases.models import Case, Offer
from huaihai.cases.verbs import care, fulfilment, intake, negotiation, routing
from huaihai.compensation.claims import deciding
from huaihai.compensation.claims import verbs as claims_verbs
from huaihai.compensation.models import Claim, PaymentOrder
from huaihai.compensation.payments import recourse
from huaihai.compensation.payments import verbs as payments_verbs
from huaihai.members.actors import Actor
from huaihai.record.models import OutboxMessage

GATE = (
    (-95, 10, 12_000, 11),
    (-41, 15, 8_800, 18),
    (-20, 11, 16_000, 9),
)  # day, hour, fen, minutes until paid
OPEN_TODAY = (-1, 17, 9_600)
LEAVES_UNPAID_FEN = 6_600


def play(scene: Scene, joined: Joined, books: Books) -> None:
    """Claims in every state: confirmed, waiting for the cashier, in instalments, recovered, written off, refused."""
    for number, (day, hour, fen, minutes) in enumerate(GATE, start=1):
        case = _at_the_gate(scene, joined.scenic, fen, scene.at(day, hour))
        _paid(joined.scenic, _claim_of(case), scene.at(day, hour, minutes), number)
        fulfilment.confirm(case, by=Actor.consumer({case.pk}), at=scene.at(day + 1, 20))
    day, hour, fen = OPEN_TODAY
    _at_the_gate(scene, joined.scenic, fen, scene.at(day, hour))
    _stall_pays_in_instalments(scene, joined, -70)
    _stall_pays_whole(scene, joined, -110)
    _stall_is_written_off(scene, joined, -130)
    _waits_for_the_second(scene, joined, -12)


def _at_the_gate(scene: Scene, scenic: Firm, fen: int, at: datetime) -> Case:
    case = _draft(scene, "scenic", scenic.place, fen, at)
    found = at_once.of(case, on=at.date())
    chosen = found.fitting[0]
    at_once.answer(case, chosen.version, shown=found, at=at)
    intake.consent(case, purposes=at_once.needed_consents(at_once.route_of(case)), at=at)
    person = Actor.consumer({case.pk})
    return at_once.settle_at_once(
        case, key=f"demo-{case.pk}", sum_seen=chosen.fit.sum_fen, by=person, at=at
    ).case


def _stall_pays_in_instalments(scene: Scene, joined: Joined, day: int) -> None:
    """Paid first, spread over three months; one part came, one is due, one is ahead."""
    claim = _stall_claim(scene, joined, 0, 36_000, day)
    _decide(scene, joined, claim, day + 12)
    _paid(joined.market, claim, scene.at(day + 13, 10), 11)
    by, at = joined.market.manager, scene.at(day + 15)
    parts = [recourse.Part(scene.at(day + 15 + 30 * n).date(), 12_000) for n in (1, 2, 3)]
    recourse.spread(claim, parts, reason=texts()["claim"]["spread"], by=by, at=at)
    paid_on = scene.at(day + 44)
    recourse.recover(claim, fen=12_000, value_on=paid_on.date(), by=joined.market.cashier, at=paid_on)


def _stall_pays_whole(scene: Scene, joined: Joined, day: int) -> None:
    claim = _stall_claim(scene, joined, 1, 18_800, day)
    _decide(scene, joined, claim, day + 10)
    _paid(joined.market, claim, scene.at(day + 11, 9), 12)
    paid_on = scene.at(day + 30)
    recourse.recover(claim, fen=18_800, value_on=paid_on.date(), by=joined.market.cashier, at=paid_on)


def _stall_is_written_off(scene: Scene, joined: Joined, day: int) -> None:
    """A part came out of what the stall had paid in; two people gave the rest up."""
    claim = _stall_claim(scene, joined, 1, 56_600, day)
    _decide(scene, joined, claim, day + 14)
    _paid(joined.market, claim, scene.at(day + 15, 9), 13)
    at = scene.at(day + 50)
    recourse.recover(
        claim, fen=50_000, value_on=at.date(), from_deposit=True, by=joined.market.cashier, at=at
    )
    for number, actor in enumerate((joined.market.manager, scene.head(scene.lead))):
        recourse.write_off(
            claim,
            sum_fen=LEAVES_UNPAID_FEN,
            reasons=texts()["claim"]["approve"],
            by=actor,
            at=scene.at(day + 60 + number),
        )


def _waits_for_the_second(scene: Scene, joined: Joined, day: int) -> None:
    """One person has said: pay. It takes another."""
    claim = _stall_claim(scene, joined, 0, 21_500, day)
    claims_verbs.check(claim, by=joined.market.manager, at=scene.at(-2, 10))
    deciding.approve(
        claim,
        sum_fen=claim.asked_fen,
        reasons=texts()["claim"]["approve"],
        by=joined.market.manager,
        at=scene.at(-2, 11),
    )


def _stall_claim(scene: Scene, joined: Joined, stall: int, fen: int, day: int) -> Claim:
    """Settled with the stall, not kept, and the market's fund asked."""
    case = _settled(scene, joined.stalls[stall], joined.market, fen, day)
    at = scene.at(day + 8)
    person = Actor.consumer({case.pk})
    fulfilment.report_breach(case, text=texts()["case"]["stall"]["title"], by=person, at=at)
    payee = {"name": case.complainant.name, "account": f"62000000000{fen:08d}", "bank": "演示银行"}
    return claims_verbs.ask(
        case,
        ground="settlement",
        sum_fen=fen,
        payee=payee,
        consent=texts()["claim"]["consent"],
        by=person,
        at=at + timedelta(hours=1),
    )


def _settled(scene: Scene, stall: Firm, market: Firm, fen: int, day: int) -> Case:
    at, lead = scene.at(day), scene.officer(scene.lead)
    case = _draft(scene, "stall", stall.place, fen, at)
    person = Actor.consumer({case.pk})
    intake.consent(case, purposes=["business"], at=at)
    case = intake.submit(case, key=f"demo-{case.pk}", by=person, at=at).case
    routing.take(case, by=lead, at=scene.at(day, 10))
    negotiation.invite(case, by=lead, at=scene.at(day, 11))
    negotiation.serve(case, way="online", proof="演示", by=market.manager, at=scene.at(day, 14))
    offer: Offer = negotiation.offer(
        case,
        remedies=["refund"],
        sum_fen=fen,
        perform_by_on=scene.at(day + 5).date(),
        valid_until_on=scene.at(day + 4).date(),
        text=texts()["case"]["stall"]["offer"],
        by=market.manager,
        at=scene.at(day, 16),
    )
    negotiation.accept(case, offer=offer, by=person, at=scene.at(day + 1, 19))
    return case


def _draft(scene: Scene, kind: str, place: Place, fen: int, at: datetime) -> Case:
    words: dict[str, Any] = texts()["case"][kind]
    case = intake.start_draft(
        by=Actor.public(), at=at, is_demo=True, business=place.business, place=place,
        stated_business={"name": place.business.name, "code": place.business.credit_code or "",
                         "sign": place.sign, "region_code": place.region_code},
    )  # fmt: skip
    intake.save_answers(
        case,
        title=words["title"],
        story=words["story"].format(yuan=fen // 100),
        nature=words["nature"],
        category=words["category"],
        remedies=words["remedies"],
        price_fen=fen,
        asked_fen=fen,
        bought=Case.Bought.OFFLINE,
        bought_on=at.date(),
        consumer_at=place.region_code,
    )
    serial = fen % 9000
    care.set_contact(case, name=f"演示消费者{serial:04d}", phone=f"1610004{serial:04d}")
    care.send_code(case, at=at)
    sent = CODE.search(OutboxMessage.objects.filter(subject=case.record_key).get().text)
    care.confirm(case, sent[0] if sent else "", at=at)
    case.complainant.refresh_from_db()
    return case


def _decide(scene: Scene, joined: Joined, claim: Claim, day: int) -> None:
    at = scene.at(day)
    if claim.stage == "asked":
        claims_verbs.check(claim, by=joined.market.manager, at=at)
    words = texts()["claim"]["approve"]
    deciding.approve(claim, sum_fen=claim.asked_fen, reasons=words, by=joined.market.manager, at=at)
    deciding.approve(
        claim, sum_fen=claim.asked_fen, reasons=words, by=scene.head(scene.lead), at=scene.at(day, 15)
    )


def _paid(firm: Firm, claim: Claim, at: datetime, number: int) -> None:
    order = PaymentOrder.objects.get(claim=claim, state="ordered")
    payments_verbs.pay(
        order,
        paid_on=at.date(),
        bank_reference=f"DEMO{number:06d}",
        proof=texts()["claim"]["proof"].format(number=f"{number:04d}"),
        by=firm.cashier,
        at=at,
    )
    claim.refresh_from_db()


def _claim_of(case: Case) -> Claim:
    return Claim.objects.get(case=case)
