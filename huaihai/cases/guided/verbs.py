"""A practice case is begun, and the others in it act: by the real verbs, at once, when the officer lets them."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huaihai.cases import rights
from huaihai.cases.guided.examples import Example
from huaihai.cases.models import Case, Complainant, Offer
from huaihai.cases.verbs import care, fulfilment, intake, negotiation, routing
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.kit.clock import local_day
from huaihai.law import replies
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Post
from huaihai.record import events

BEGUN = "practice_begun"  # the event; its fact names the example
CONSUMER, PHONE, SHOP_PHONE = (
    "练习消费者",
    "1610008{:04d}",
    "1610009{:04d}",
)  # no operator gives these ranges out
OFFERED, REFUSED, DONE, ADDED = (
    "【练习】按您要求的金额退，三天内原路退回。",
    "【练习】鞋是雨天穿坏的，不是质量问题。",
    "【练习】今天已经办好了。",
    "【练习】补上了。",
)
BOUGHT, DONE_WITHIN, STANDS = timedelta(days=14), timedelta(days=3), timedelta(days=5)


@dataclass(frozen=True)
class Act:
    """What the robot does it with: the case, as whom, when, and the version that the officer saw."""

    case: Case
    example: Example
    at: datetime
    seen: int | None

    @property
    def consumer(self) -> Actor:
        return Actor.consumer({self.case.pk})

    @property
    def business(self) -> Actor:
        key = self.case.business_id
        return Actor("business", f"practice:{key}", business_ids=frozenset({key} if key else ()))

    @property
    def offer(self) -> Offer | None:
        return self.case.offers.filter(state=Offer.State.OPEN).first()


@dataclass(frozen=True)
class Turn:
    """What somebody else does at a point: the button that lets them, and the act."""

    label: Promise | str
    act: Callable[[Act], object]


def begin(example: Example, *, by: Actor, at: datetime) -> Case:
    """A fresh complaint of this kind for the officer's own body, sent by its made-up consumer. Raises NotPossible
    outside the demo."""
    body = by.organisation
    if not settings.DEMO or body is None or body.city is None:
        raise NotPossible(gettext("Practice cases are begun in a demo alone, by whoever works in a city."))
    there = _another_city(body.city) if example.is_away else body.city
    story, number = example.story, secrets.randbelow(10_000)
    purposes = ["business", "other_body"] if example.is_away else ["business"]
    with transaction.atomic():
        case = intake.start_draft(
            by=Actor.public(),
            at=at,
            is_demo=True,
            home=body,
            consumer_at=body.city.region_code,
            bought=Case.Bought.OFFLINE,
            bought_on=local_day(at) - BOUGHT,
            title=story.title,
            story=story.story,
            category=story.category,
            nature=story.nature,
            price_fen=story.price_fen,
            asked_fen=story.asked_fen,
            remedies=list(story.remedies),
            stated_business={
                "name": example.shop,
                "region_code": there.region_code,
                "phone": SHOP_PHONE.format(number),
            },
        )
        care.set_contact(case, name=CONSUMER, phone=PHONE.format(number))
        Complainant.objects.filter(case=case).update(confirmed_at=at)
        intake.consent(case, purposes=purposes, at=at)
        sent = intake.submit(case, key=f"practice-{case.pk}", by=Actor.consumer({case.pk}), at=at).case
        facts = {"example": example.name}
        events.write(subject=sent.record_key, verb=BEGUN, by=by.key, at=at, facts=facts)
    return sent


def _another_city(own: Organisation) -> Organisation:
    """The next one of the alliance."""
    cities = list(Organisation.objects.cities())
    return cities[(cities.index(own) + 1) % len(cities)]


def _business_answers(act: Act) -> None:
    """It accepts what the consumer proposes; else it says no, where the example is about that, and makes an offer
    otherwise."""
    if act.offer is not None and act.offer.is_counter:
        negotiation.accept(act.case, offer=act.offer, by=act.business, at=act.at, seen=act.seen)
    elif act.example.is_refused:
        reason = (replies.DAMAGED_BY_USE or replies.OTHER).code
        negotiation.refuse(act.case, reason=reason, text=REFUSED, by=act.business, at=act.at, seen=act.seen)
    else:
        _business_offers(act)


def _business_offers(act: Act) -> None:
    today = local_day(act.at)
    negotiation.offer(
        act.case,
        remedies=["refund"],
        sum_fen=act.example.story.asked_fen,
        perform_by_on=today + DONE_WITHIN,
        valid_until_on=today + STANDS,
        text=OFFERED,
        by=act.business,
        at=act.at,
        seen=act.seen,
    )


def _consumer_accepts(act: Act) -> None:
    if act.offer is None:
        raise Unfit("", gettext("This offer does not stand any more. Please look at the newest one."))
    negotiation.accept(act.case, offer=act.offer, by=act.consumer, at=act.at, seen=act.seen)


def _consumer_adds(act: Act) -> None:
    intake.supplement(act.case, text=ADDED, by=act.consumer, at=act.at, seen=act.seen)


def _business_does_it(act: Act) -> None:
    fulfilment.claim_fulfilment(act.case, text=DONE, by=act.business, at=act.at, seen=act.seen)


def _consumer_sends(act: Act) -> None:
    fulfilment.send_goods(act.case, parcel="", by=act.consumer, at=act.at, seen=act.seen)


def _consumer_confirms(act: Act) -> None:
    fulfilment.confirm(act.case, by=act.consumer, at=act.at, seen=act.seen)


def _other_city_settles(act: Act) -> None:
    """All that is left, as that city, its business and the consumer would do it."""
    case, at, officer = act.case, act.at, _somebody_in(act.case.lead, act.at)
    with transaction.atomic():
        routing.take(case, by=officer, at=at, seen=act.seen)
        negotiation.invite(case, by=officer, at=at)
        negotiation.serve(case, way="online", proof=DONE, by=act.business, at=at)
        rest = Act(case, act.example, at, None)
        for does in (_business_offers, _consumer_accepts, _business_does_it, _consumer_confirms):
            does(rest)


def _somebody_in(body: Organisation | None, at: datetime) -> Actor:
    """Whoever works on cases there. Raises NotPossible."""
    posts = Post.objects.held_on(local_day(at)).filter(organisation=body, role__in=rights.CASEWORK)
    post = posts.select_related("account", "organisation").order_by("from_on", "pk").first()
    if post is None:
        raise NotPossible(gettext("Nobody works in that city here, so it cannot go on."))
    return Actor.officer(post)


TURNS: Final[dict[str, Turn]] = {
    "business": Turn(_("Let the business answer"), _business_answers),
    "consumer": Turn(_("Let the consumer answer"), _consumer_accepts),
    "supplementing": Turn(_("Let the consumer answer"), _consumer_adds),
    "clarifying": Turn(_("Let the consumer answer"), _consumer_adds),
    "do": Turn(_("Let the business do it"), _business_does_it),
    "send": Turn(_("Let the consumer send it"), _consumer_sends),
    "confirm": Turn(_("Let the consumer confirm"), _consumer_confirms),
    "forwarded": Turn(_("Let the other city go on"), _other_city_settles),
}
