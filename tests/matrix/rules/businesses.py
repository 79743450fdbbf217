"""Businesses, their people, the channel, stalls, pledges, posters, standing offers."""

from typing import Any

from huaihai.businesses.channel.life import ENROLMENT
from huaihai.businesses.pledges import pages
from tests.matrix.rows import a_file, a_row_of, business, by_stage, city, first, like, of_life, one, rule

ENROLMENTS = of_life("businesses.Enrolment", ENROLMENT.stages, "body")


def _poster_report() -> Any:
    return a_row_of("businesses.PosterReport", poster=first("businesses.Poster"))


def _correction() -> Any:
    proof = a_file("proof_")
    return a_row_of("businesses.Correction", business=business(), body=city(), proof_name="x.png", **proof)


def _stall() -> Any:
    return a_row_of("businesses.ListedStall", agent=business(), body=city(), stage="listed")


def _suspended() -> Any:
    joined = first("businesses.Enrolment", stage="joined")
    held = like(joined, stage="suspended", body=city(), business=business())
    a_row_of("businesses.ChannelSuspension", enrolment=held)
    return held


RULES = [
    rule(r"^pledges/business/", by_stage("businesses.Business", pledges__isnull=False)),
    rule(r"^pledges/version/", "businesses.PledgeVersion"),
    rule(r"^p/<", "businesses.Poster", code="code"),
    rule(
        r"^business/pledges/<uuid:business_id>/",
        lambda: [business()],
        kind=lambda _row: next(iter(pages.FORMS)),
    ),
    rule(r"^(business|desk)/pledges/<uuid:pledge_id>", "businesses.Pledge"),
    rule(r"^business/posters/<", "businesses.Poster"),
    rule(r"^desk/poster-reports/<", one(_poster_report)),
    rule(r"^desk/corrections/<", one(_correction)),
    rule(r"^desk/businesses/<.*places/<", lambda: [business()], place_id=lambda row: row.places.first().pk),
    rule(r"representatives/<", "businesses.Representative", business_id="business_id"),
    rule(r"^businesses/<", by_stage("businesses.Enrolment", stage="joined"), business_id="business_id"),
    rule(r"^(desk/businesses|desk/push)/<", lambda: [business()]),
    rule(r"^business/channel/", ENROLMENTS),
    rule(r"^business/stalls/$", "businesses.Mandate"),
    rule(r"^(business/)?standing-offers/<", "businesses.StandingOffer"),
    rule(r"^business/people/<", "businesses.Representative"),
    rule(r"stalls/<", one(_stall)),
    rule(r"^desk/joining/<.*return", one(_suspended)),
    rule(
        r"^desk/joining/<",
        ENROLMENTS,
        representative_id=lambda row: row.business.representatives.first().pk,
    ),
]
