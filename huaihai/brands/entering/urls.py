"""Addresses of entering: for everybody, for staff, for a business."""

from django.urls import URLPattern, URLResolver, path

from huaihai.brands.entering.business import views as business
from huaihai.brands.entering.office import checking, money, nominating
from huaihai.brands.entering.public import views as public

OFFICE = "office/brands"
OWN = "business/brands"

urlpatterns: list[URLPattern | URLResolver] = [
    path("brands/nominate/", public.start, name="brand-nominate"),
    path("brands/nominate/other/", public.unknown, name="brand-nominate-unknown"),
    path("brands/nominate/thanks/", public.thanks, name="brand-nomination-thanks"),
    path("brands/nominate/<uuid:pk>/", public.known, name="brand-nominate-known"),
    path("brands/money/", public.money, name="brand-money"),
    path("brands/money/thanks/", public.money_thanks, name="brand-money-thanks"),
    path(f"{OFFICE}/nominate/", nominating.choose, name="office-brand-nominate"),
    path(f"{OFFICE}/nominate/<uuid:business>/", nominating.nominate, name="office-brand-nominate-business"),
    path(f"{OFFICE}/nominations/", nominating.nominations, name="office-brand-nominations"),
    path(f"{OFFICE}/nominations/<uuid:pk>/", nominating.nomination, name="office-brand-nomination"),
    path(
        f"{OFFICE}/nominations/<uuid:pk>/match/<uuid:business>/",
        nominating.match,
        name="office-brand-nomination-match",
    ),
    path(f"{OFFICE}/nominations/<uuid:pk>/aside/", nominating.aside, name="office-brand-nomination-aside"),
    path(f"{OFFICE}/money/", money.reports, name="office-brand-money"),
    path(f"{OFFICE}/money/<uuid:pk>/", money.report, name="office-brand-money-report"),
    path(f"{OFFICE}/<uuid:pk>/facts/", checking.facts, name="office-brand-facts"),
    path(f"{OWN}/", business.entries, name="business-brands"),
    path(f"{OWN}/new/", business.application, name="business-brand-new"),
    path(f"{OWN}/<uuid:pk>/", business.entry, name="business-brand"),
    path(f"{OWN}/<uuid:pk>/acceptance/", business.acceptance, name="business-brand-accept"),
    path(f"{OWN}/<uuid:pk>/refusal/", business.refusal, name="business-brand-decline"),
    path(f"{OWN}/<uuid:pk>/leaving/", business.leaving, name="business-brand-leave"),
]
