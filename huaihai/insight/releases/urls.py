"""Addresses of public data, for people and for programs; the office's page of releases."""

from django.urls import URLPattern, URLResolver, path, re_path

from huaihai.kit.late_views import views_of

api = views_of("huaihai.insight.releases.api")
pages = views_of("huaihai.insight.releases.pages")


urlpatterns: list[URLPattern | URLResolver] = [
    path("data/", pages.data, name="data"),
    path("data/codebook/", pages.codebook, name="data-codebook"),
    path("data/codebook.json", pages.codebook_file, name="data-codebook-file"),
    path("data/releases.json", pages.index, name="data-index"),
    re_path(
        r"^data/releases/(?P<number>[1-9]\d{0,8})\.(?P<form>json|csv)$", pages.release, name="data-release"
    ),
    re_path(r"^data/releases/(?P<number>[1-9]\d{0,8})\.sig\.json$", pages.signature, name="data-signature"),
    path("data/latest.json", pages.latest, name="data-latest"),
    path("data/daily.csv", pages.daily, name="data-daily"),
    re_path(r"^data/city-and-trade\.(?P<form>csv|xlsx)$", pages.city_and_trade, name="data-city-and-trade"),
    path("data/keys.json", pages.public_keys, name="data-keys"),
    path("data/api/openapi.json", pages.openapi, name="data-openapi"),
    path("data/api/cells", api.standing_cells, name="data-cells"),
    path("office/insight/releases/", pages.releases, name="office-releases"),
    path("office/insight/releases/correction/", pages.correction, name="office-release-correction"),
]
