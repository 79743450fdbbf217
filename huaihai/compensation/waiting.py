"""What waits of the funds of a city: claims to check, to decide, to pay; rules to confirm; what is late elsewhere."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from huaihai.compensation.models import Claim, Decision, Fund, FundTerms, Instalment, PaymentOrder
from huaihai.compensation.rights import CASEWORK
from huaihai.desk.waiting import Room, Source, Waiting, Whose, counted, day_of
from huaihai.kit import spoken
from huaihai.kit.clock import local_day, local_moment
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

MOST = 5  # of one kind, each in its row; the lists of the funds show the rest
KIND = pgettext_lazy("waiting", "Advance payment")

type Rows = QuerySet[Claim, Any]


@Room
def for_person(actor: Actor, now: datetime) -> Iterator[Source]:
    """What an officer or the head of the city's body does, and what is late with the owners."""
    city = actor.organisation
    if city is None or city.kind != Organisation.Kind.CITY or not actor.roles & CASEWORK:
        return
    funds = Fund.objects.filter(body__path__under=city.path)
    rows: Rows = Claim.objects.filter(fund__in=funds).select_related("fund", "case").defer("case__story")
    yield _to_check(rows)
    yield _to_decide(rows, actor)
    yield _to_order(rows)
    yield _to_pay(rows)
    yield _to_write_off(rows, actor)
    yield _behind(rows, now)
    yield _rules(funds, actor)
    yield _standing(funds)
    yield _late_with_owner(rows, now)


def _to_check(rows: Rows) -> Source:
    asked = rows.filter(stage="asked")
    yield asked
    n, newest = counted(asked, "stage_since")
    if n:
        words = ngettext("%(n)s claim to check", "%(n)s claims to check", n)
        url = f"{reverse('desk-fund-claims')}?list=check"
        yield _row(f"claims-to-check:{newest}", words % {"n": n}, url, gettext_lazy("To the list"), count=n)


def _to_decide(rows: Rows, actor: Actor) -> Source:
    """Nobody decides about what they asked for, and nobody twice."""
    own = Decision.objects.filter(
        claim=OuterRef("pk"), about=Decision.About.CLAIM, round=OuterRef("round"), by=actor.key
    )
    waits = rows.filter(~Exists(own), stage="checked").exclude(asked_by=actor.key)
    yield waits
    for one in waits.order_by("stage_since", "pk")[:MOST]:
        yield _claim(one, "decide", gettext_lazy("Decide"), note=_money(one.asked_fen))


def _to_order(rows: Rows) -> Source:
    """A payment failed or came back: where several own the fund together, the body orders it again."""
    again = rows.filter(stage="approved", fund__owner=None)
    yield again
    for one in again.order_by("stage_since", "pk")[:MOST]:
        yield _claim(one, "order", gettext_lazy("Order it again"), note=_("the payment did not arrive"))


def _to_pay(rows: Rows) -> Source:
    """Where several own the fund together, the body pays."""
    waits = PaymentOrder.objects.filter(claim__in=rows.filter(stage="ordered", fund__owner=None))
    open_ones = waits.filter(state__in=["ordered", "sent"]).select_related("claim__fund", "claim__case")
    yield open_ones
    for order in open_ones.defer("claim__case__story").order_by(F("due_at").asc(nulls_last=True), "pk")[
        :MOST
    ]:
        yield _claim(
            order.claim,
            "pay",
            gettext_lazy("Mark as paid"),
            note=_money(order.sum_fen),
            on=day_of(order.due_at),
            at=order.due_at,
            is_urgent=order.due_at is not None,
        )


def _to_write_off(rows: Rows, actor: Actor) -> Source:
    """Somebody said that the rest is written off; a second person says so, too."""
    about = Decision.objects.filter(claim=OuterRef("pk"), about=Decision.About.WRITE_OFF)
    waits = rows.filter(Exists(about), ~Exists(about.filter(by=actor.key)), stage="recovering")
    yield waits
    for one in waits.order_by("stage_since", "pk")[:MOST]:
        yield _claim(one, "write-off", gettext_lazy("Decide"), note=_("the rest is to be written off"))


def _behind(rows: Rows, now: datetime) -> Source:
    """What businesses have not paid back on its day."""
    behind = Instalment.objects.unpaid().filter(due_on__lt=local_day(now), recourse__claim__in=rows)
    yield behind
    first = behind.order_by().aggregate(first=Min("due_on"))["first"]
    claims = rows.filter(recourses__instalments__in=behind).order_by("pk").distinct()
    if keys := list(claims.values_list("pk", flat=True)[: MOST * 4]):
        words = ngettext("%(n)s business is behind", "%(n)s businesses are behind", len(keys))
        url = reverse("desk-fund-claim", args=keys) if len(keys) == 1 else f"{reverse('desk-fund-claims')}"
        yield Waiting(
            key=f"instalments:{first}",
            kind=KIND,
            title=words % {"n": len(keys)},
            note=_("with paying back"),
            url=url,
            button=gettext_lazy("Look at it"),
            on=first,
            whose=Whose.OTHERS,
            count=len(keys),
        )


def _rules(funds: QuerySet[Fund, Any], actor: Actor) -> Source:
    """Rules of a fund that a second person confirms."""
    waits = FundTerms.objects.waiting().filter(fund__in=funds).exclude(proposed_by=actor.key)
    yield waits
    for terms in waits.select_related("fund").order_by("pk")[:MOST]:
        yield _row(
            f"fund-terms:{terms.pk}",
            terms.fund.name,
            reverse("desk-fund", args=[terms.fund_id]),
            gettext_lazy("Read and confirm"),
            note=_("new rules"),
        )


def _standing(funds: QuerySet[Fund, Any]) -> Source:
    """A fund that is being wound up waits for the body; one whose badge is suspended, for whoever fills it up."""
    rows = funds.filter(stage__in=("suspended", "closing"))
    yield rows
    for fund in rows.order_by("name", "pk")[:MOST]:
        yield Waiting(
            key=f"fund:{fund.pk}:{fund.stage}",
            kind=KIND,
            title=fund.name,
            note=fund.stage_label,
            url=reverse("desk-fund", args=[fund.pk]),
            button=gettext_lazy("To the fund"),
            whose=Whose.NOBODY if fund.stage == "closing" else Whose.OTHERS,
        )


def _late_with_owner(rows: Rows, now: datetime) -> Source:
    unpaid = PaymentOrder.objects.filter(claim=OuterRef("pk"), state__in=["ordered", "sent"])
    ordered = rows.filter(~Q(fund__owner=None), stage="ordered")
    yield ordered.filter(Exists(unpaid.filter(due_at__lt=local_moment(local_day(now), time.max))))
    waits = ordered.filter(Exists(unpaid.filter(due_at__lt=now)))
    for one in waits.order_by("stage_since", "pk")[:MOST]:
        yield _claim(
            one,
            "late",
            gettext_lazy("Look at it"),
            note=_("not paid yet"),
            on=local_day(one.stage_since),
            whose=Whose.OTHERS,
        )


def _claim(one: Claim, what: str, button: Any, **more: Any) -> Waiting:
    key = f"claim:{one.pk}:{what}:{one.round}:{one.stage_since:%Y%m%d%H%M%S}"
    return _row(key, one.case.title, reverse("desk-fund-claim", args=[one.pk]), button, **more)


def _row(key: str, title: str, url: str, button: Any, whose: Whose = Whose.NOBODY, **more: Any) -> Waiting:
    return Waiting(key, KIND, title, url, button, whose=whose, **more)


def _money(fen: int) -> str:
    return spoken.money(fen)
