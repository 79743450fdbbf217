"""The front page of a business, beside its list of cases: offers, promises, what it publishes, its numbers."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from huaihai.businesses.models import Business, PledgeVersion, StandingOfferVersion
from huaihai.businesses.profile.pages import is_public
from huaihai.cases import business_figures, promises
from huaihai.cases.business import improving, sections
from huaihai.cases.business.sections import Line, Section
from huaihai.cases.models import Offer
from huaihai.cases.pages import business_numbers, promise_rows
from huaihai.cases.promises import Standing
from huaihai.members.actors import Actor

MOST_ROWS = 5


@dataclass(frozen=True)
class Published:
    """What these businesses have in force for everybody on a day."""

    offers: int
    pledges: int


def of(actor: Actor, *, today: date) -> dict[str, Any]:
    """What `cases/business/overview.html` shows. As many queries for one shop as for a chain."""
    ids = actor.business_ids
    standing, published = promises.standing_of(ids, today=today), _published(ids, today)
    counts = business_figures.of_business(ids, business_figures.looking_back(today))
    rows = [
        {"row": promise_rows.row(held, today=today), "case": held.case}
        for held in promises.to_do(ids, today=today)[:MOST_ROWS]
    ]
    return {
        "sections": [
            section
            for section in (_to_do(ids, standing), _for_all(published), *sections.asked(ids, today=today))
            if section.lines
        ],
        "promises": rows,
        "numbers": business_numbers.in_words(counts, ids, today=today),
        "advice": improving.of(ids, counts, standing=standing, offers=published.offers, today=today),
        "profile": _profile(ids, today),
    }


def _published(ids: frozenset[UUID], today: date) -> Published:
    offers = StandingOfferVersion.objects.filter(offer__business__in=ids).in_force_on(today)
    pledges = PledgeVersion.objects.filter(pledge__business__in=ids).in_force_on(today)
    return Published(offers.values("offer").distinct().count(), pledges.values("pledge").distinct().count())


def _to_do(ids: frozenset[UUID], standing: Standing) -> Section:
    waiting = Offer.objects.filter(case__business__in=ids, state=Offer.State.OPEN).exclude(
        case__invited_at=None
    )
    by_party = list(waiting.values_list("by_party", flat=True))
    ours, theirs = by_party.count(Offer.Party.BUSINESS), by_party.count(Offer.Party.CONSUMER)
    lines = [
        (ours, _("Your offers that the consumer has not answered"), ""),
        (theirs, _("Counter-offers that wait for you"), "warn"),
        (standing.overdue, _("Promises overdue"), "late"),
        (standing.broken, _("Promises that a consumer says were not kept"), "late"),
        (standing.soon, _("Promises due within a week"), "warn"),
        (standing.claimed, _("Promises you have claimed, waiting for the consumer"), ""),
    ]
    return Section(
        _("Offers and promises"), [Line(label, str(n), tone=tone) for n, label, tone in lines if n]
    )


def _for_all(published: Published) -> Section:
    lines = []
    if url := sections.address("business-standing"):
        lines.append(Line(_("Standing offers in force"), str(published.offers), url))
    if url := sections.address("business-pledges"):
        lines.append(Line(_("Pledges in force"), str(published.pledges), url))
    return Section(_("What you publish"), lines)


def _profile(ids: frozenset[UUID], today: date) -> str:
    """The public page, where one answers for one business only and it has one; several each have their own."""
    found = list(Business.objects.standing().filter(pk__in=ids).select_related("parent")[:2])
    if len(found) != 1 or not is_public(found[0], today=today):
        return ""
    return reverse("business-profile", args=[found[0].pk])
