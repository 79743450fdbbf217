"""Addresses of this subject."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from huaihai.kit.late_views import views_of

office = views_of("huaihai.supervision.clauses.office")
public = views_of("huaihai.supervision.clauses.public")
published = views_of("huaihai.supervision.clauses.published")
shop = views_of("huaihai.supervision.clauses.shop")

_CODE = r"(?P<code>[a-z_]{1,40}\.[a-z0-9_]{1,40})"
_OFFICE: list[URLPattern | URLResolver] = [
    path("", office.LIST.view, name="office-clauses"),
    path("new/", office.new, name="office-clause-new"),
    path("<uuid:pk>/", office.finding, name="office-clause"),
    path("<uuid:pk>/sweep/", office.sweep, name="office-clause-sweep"),
    path(
        "<uuid:pk>/",
        include(office.FINDINGS.steps("office-clause", "question change confirmation answer end withdrawal")),
    ),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("clauses/", public.register, name="clauses"),
    path("clauses/check/", public.checking, name="clauses-check"),
    path("clauses/owed/", public.owed, name="clauses-owed"),
    path("clauses/register.json", published.file, name="clauses-file"),
    path("clauses/register.sig.json", published.signature, name="clauses-signature"),
    re_path(rf"^clauses/{_CODE}/$", public.clause, name="clause"),
    path("business/clauses/<uuid:pk>/", shop.finding, name="business-clause"),
    path("office/supervision/clauses/", include(_OFFICE)),
]
