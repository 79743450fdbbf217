"""What the consumer's page of a case says about funds: whether one can be asked, and how a claim stands."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from huaihai.cases import pledged
from huaihai.cases.case_facts import money_words
from huaihai.cases.consumer.tracking.facts import CaseDoor
from huaihai.cases.models import Case
from huaihai.compensation.claims import facts
from huaihai.compensation.claims import situation as claims_situation
from huaihai.compensation.claims.verbs import ASKED_NO_MORE
from huaihai.compensation.grounds import BY_CODE, Ground
from huaihai.compensation.life import OPEN_CLAIMS
from huaihai.compensation.models import Claim, Fund, FundTerms, PaymentOrder
from huaihai.kit import local_words, spoken
from huaihai.kit.compiled import Compiled

PAID = ("paid", "recovering", "recovered", "written_off")
MONEY_MOVES = (*OPEN_CLAIMS, "paid", "recovering")


@dataclass(frozen=True)
class State:
    """In one sentence, and what there is to say besides. `tone` is that of a note."""

    words: str
    tone: str = ""
    more: list[str] = field(default_factory=list)


def state_of(claim: Claim, *, today: date) -> State:
    """The state of this claim on a day. Two queries at most."""
    if claim.stage in PAID:
        return _paid(claim, today)
    if claim.stage == "ordered":
        return _ordered(claim, today)
    if claim.stage in ("asked", "checked"):
        return _waiting(claim)
    return _others(claim)


def _others(claim: Claim) -> State:
    states = {
        "approved": State(
            _("Approved: %(sum)s. The payment did not reach you.") % {"sum": money_words(claim.approved_fen)},
            "warn",
            [_("Please check whom and where to pay. The fund then pays again.")],
        ),
        "returned": State(_("The fund asks you for more."), "warn", [claim.wanted]),
        "refused": State(
            _("The fund does not pay."), "", [*_reasons(claim), _("Your complaint itself goes on as before.")]
        ),
        "cancelled": State(_("Nothing is asked of the fund any more.")),
    }
    return states[claim.stage]


def _waiting(claim: Claim) -> State:
    words = (
        _("Everything was checked. Now it is decided.")
        if claim.stage == "checked"
        else _("The fund checks your claim.")
    )
    missing = facts.missing(claim)
    more = [
        _("Two different people decide, of %(owner)s and of %(body)s. You are told as soon as they have.")
        % {
            "owner": claim.fund.owner.name if claim.fund.owner else claim.fund.name,
            "body": local_words.in_script(claim.fund.body.short_name),
        },
        _("No day is set for the decision. Your complaint goes on meanwhile."),
    ]
    if not missing:
        return State(words, "", more)
    return State(words, "warn", [_("Still missing:") + " " + " ".join(missing), *more])


def _ordered(claim: Claim, today: date) -> State:
    order = claim.orders.filter(state__in=[PaymentOrder.State.ORDERED, PaymentOrder.State.SENT]).first()
    words = _("Approved: %(sum)s. The fund pays you now.") % {"sum": money_words(claim.approved_fen)}
    more = []
    if order is not None and order.due_at is not None:
        more.append(_("It promised to pay by %(at)s.") % {"at": spoken.moment(order.due_at, today=today)})
    if not claim.payee:
        more.append(_("Still missing:") + " " + _("whom to pay."))
    elif not claim.payee.get("account"):
        more.append(_("You gave no account: the fund calls you."))
    return State(words, "warn" if not claim.payee else "", more)


def _paid(claim: Claim, today: date) -> State:
    order = claim.orders.filter(state=PaymentOrder.State.PAID).first()
    day = order.paid_on if order is not None else None
    words = _("The fund paid you %(sum)s on %(day)s.") % {
        "sum": money_words(claim.approved_fen),
        "day": spoken.day(day, today=today) if day else "",
    }
    owes_nothing = _("You owe the fund nothing: it settles with the business.")
    if claim.case.is_final:
        return State(words, "", [owes_nothing])
    asked = _("Has it come? Then please confirm it in your complaint. If not, call the association.")
    return State(words, "", [asked, owes_nothing])


def _reasons(claim: Claim) -> list[str]:
    """Why not, as the deciders of the last round said."""
    said = claim.decisions.filter(about="claim", round=claim.round, said="refuse")
    return [one.reasons for one in said if one.reasons]


@dataclass(frozen=True)
class Way:
    """One fund that can be asked on one ground, and by what the business bound itself, if by anything."""

    ground: Ground
    fund: Fund
    terms: FundTerms
    source: str


def ways(case: Case, *, today: date) -> list[Way]:
    """Every ground that holds for this case and on which a fund answers; each with the fund that would be asked."""
    if case.business_id is None or case.stage in ASKED_NO_MORE or case.result == Case.Result.FULFILLED:
        return []
    funds = claims_situation.answering(case.business_id, on=today)
    if not funds:
        return []
    source = source_of(case, today=today)
    bought = claims_situation.bought(case, source=source, on=today)
    found: dict[str, Way] = {}
    for fund, terms in funds:
        for code in terms.grounds:
            if code not in found and BY_CODE[code].fits(fund.owner_type) and BY_CODE[code].holds(bought):
                found[code] = Way(BY_CODE[code], fund, terms, source)
    return sorted(found.values(), key=lambda way: (not way.ground.is_clear, way.ground.code))


def sum_of(case: Case) -> int | None:
    """What was agreed and not confirmed as paid, else what was asked for, else the price: in fen."""
    agreement = getattr(case, "agreement", None)
    if agreement is not None and agreement.sum_fen:
        kept = case.promises.kept().aggregate(sum=Sum("sum_fen"))["sum"] or 0
        return max(agreement.sum_fen - kept, 0) or None
    return case.asked_fen or case.price_fen


def source_of(case: Case, *, today: date) -> str:
    """How the record names what the business bound itself by: the standing offer that was taken, or the pledge used."""
    agreement = getattr(case, "agreement", None)
    offer = agreement.offer if agreement is not None else None
    if offer is not None and offer.standing_version_id is not None:
        return f"standing_offer_version:{offer.standing_version_id}"
    held = pledged.of(case, today=today) if case.pledge_id else None
    return f"pledge_version:{held.used.pk}" if held is not None and held.used is not None else ""


_claims: Compiled[Claim] = Compiled(
    lambda case: Claim.objects.with_parties().filter(case=case), case=Claim._meta.get_field("case")
)


def doors(case: Case, *, today: date) -> list[CaseDoor]:
    """For `reactions.CASE_DOORS`: the state of the claim, or that a fund can be asked."""
    for claim in _claims(case=case.pk):
        state = state_of(claim, today=today)
        text = f"{claim.fund.name}: {state.words} {' '.join(state.more[:1])}"
        return [CaseDoor(_("Your claim on the fund"), text.strip(), _url("my-fund", case), state.tone)]
    found = ways(case, today=today)
    if not found:
        return []
    text = _("%(fund)s stands behind this business. It can pay you first, and gets the money back itself.")
    return [
        CaseDoor(
            _("Ask the fund to pay first"), text % {"fund": found[0].fund.name}, _url("my-fund-new", case)
        )
    ]


def _url(name: str, case: Case) -> str:
    return reverse(name, args=[case.pk])


def hold(case: Case) -> str:
    """Why nothing of the file is erased: money is still paid, or asked back from the business; else ""."""
    if not Claim.objects.filter(case=case, stage__in=MONEY_MOVES).exists():
        return ""
    return _("A fund still pays for it, or asks the business for the money back.")
