"""Addresses of entering: for everybody, for staff, for a business."""

from django.urls import URLPattern, URLResolver, include, path

from huaihai.kit.late_views import views_of

holder = views_of("huaihai.brands.entering.holder")
office = views_of("huaihai.brands.entering.office")
public = views_of("huaihai.brands.entering.public")

OFFICE = "office/brands"
OWN = "business/brands"

urlpatterns: list[URLPattern | URLResolver] = [
    path("brands/nominate/", public.start, name="brand-nominate"),
    path("brands/nominate/other/", public.unknown, name="brand-nominate-unknown"),
    path("brands/nominate/thanks/", public.thanks, name="brand-nomination-thanks"),
    path("brands/nominate/<uuid:pk>/", public.known, name="brand-nominate-known"),
    path("brands/money/", public.money, name="brand-money"),
    path("brands/money/thanks/", public.money_thanks, name="brand-money-thanks"),
    path(f"{OFFICE}/nominate/", office.choose, name="office-brand-nominate"),
    path(f"{OFFICE}/nominate/<uuid:business>/", office.nominate, name="office-brand-nominate-business"),
    path(f"{OFFICE}/nominations/", office.nominations, name="office-brand-nominations"),
    path(f"{OFFICE}/nominations/<uuid:pk>/", office.nomination, name="office-brand-nomination"),
    path(
        f"{OFFICE}/nominations/<uuid:pk>/match/<uuid:business>/",
        office.match,
        name="office-brand-nomination-match",
    ),
    path(
        f"{OFFICE}/nominations/<uuid:pk>/",
        include(office.NOMINATIONS.steps("office-brand-nomination", "aside")),
    ),
    path(f"{OFFICE}/money/", office.reports, name="office-brand-money"),
    path(f"{OFFICE}/money/<uuid:pk>/", office.report, name="office-brand-money-report"),
    path(f"{OFFICE}/<uuid:pk>/facts/", office.facts, name="office-brand-facts"),
    path(f"{OWN}/", holder.entries, name="business-brands"),
    path(f"{OWN}/new/", holder.application, name="business-brand-new"),
    path(f"{OWN}/<uuid:pk>/", holder.entry, name="business-brand"),
    path(f"{OWN}/<uuid:pk>/acceptance/", holder.acceptance, name="business-brand-accept"),
    path(f"{OWN}/<uuid:pk>/refusal/", holder.refusal, name="business-brand-decline"),
    path(f"{OWN}/<uuid:pk>/leaving/", holder.leaving, name="business-brand-leave"),
]
