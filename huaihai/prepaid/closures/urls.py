"""Addresses of what follows when a shop falls silent."""

from django.urls import URLPattern, URLResolver, include, path

from huaihai.kit.late_views import views_of

clerk = views_of("huaihai.prepaid.closures.clerk")
holder = views_of("huaihai.prepaid.closures.holder")
office = views_of("huaihai.prepaid.closures.office")
public = views_of("huaihai.prepaid.closures.public")
stating = views_of("huaihai.prepaid.closures.stating")

urlpatterns: list[URLPattern | URLResolver] = [
    path("prepaid/<uuid:issuer_id>/closed/", public.closed, name="prepaid-closed"),
    path("card/<uuid:card_id>/closed/", holder.closed, name="card-closed"),
    path("card/<uuid:card_id>/closed/said/", holder.said, name="card-closed-said"),
    path("card/<uuid:card_id>/closed/complaint/", holder.complaint, name="card-closed-complaint"),
    path("card/<uuid:card_id>/closed/vote/", holder.vote, name="card-closed-vote"),
    path("card/<uuid:card_id>/closed/stand/", holder.stand, name="card-closed-stand"),
    path("card/<uuid:card_id>/closed/payee/", holder.payee, name="card-closed-payee"),
    path("card/<uuid:card_id>/closed/not-arrived/", holder.denied, name="card-closed-denied"),
    path("guarantor/<uuid:issuer_id>/shares/", clerk.shares, name="guarantor-shares"),
    path("guarantor/<uuid:issuer_id>/shares/sum/", clerk.total, name="guarantor-shares-sum"),
    path("desk/prepaid/<uuid:issuer_id>/closed/new/", stating.state, name="desk-prepaid-closed-new"),
    path("desk/prepaid/<uuid:issuer_id>/closed/", office.overview, name="desk-prepaid-closed"),
    path("desk/prepaid/<uuid:issuer_id>/closed/cards/", office.CARDS.view, name="desk-prepaid-cards"),
    path(
        "desk/prepaid/<uuid:issuer_id>/closed/",
        include(office.CLOSURES.steps("desk-prepaid-closed", "guarantee vote end open-again")),
    ),
]
