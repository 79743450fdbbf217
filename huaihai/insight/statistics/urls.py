"""Addresses of statistics: public pages, and the office's numbers."""

from django.urls import URLPattern, path, re_path

from huaihai.insight.statistics import office
from huaihai.insight.statistics.by_axis import by_axis
from huaihai.insight.statistics.definitions import definitions, figures
from huaihai.insight.statistics.pages import corrections, overview, places

urlpatterns: list[URLPattern] = [
    path("statistics/", overview, name="statistics"),
    re_path(r"^statistics/by/(?P<axis>[a-z]+)/$", by_axis, name="statistics-by"),
    path("statistics/places/", places, name="statistics-places"),
    path("statistics/definitions/", definitions, name="statistics-definitions"),
    path("statistics/corrections/", corrections, name="statistics-corrections"),
    path("statistics/figures.json", figures, name="statistics-figures"),
    path("office/insight/", office.room, name="office-insight"),
    path("office/insight/numbers/", office.numbers, name="office-insight-numbers"),
]
