"""Addresses of statistics: public pages, and the office's numbers."""

from django.urls import URLPattern, path, re_path

from huaihai.insight.statistics.office import numbers, room
from huaihai.insight.statistics.pages.by_axis import by_axis
from huaihai.insight.statistics.pages.corrections import corrections
from huaihai.insight.statistics.pages.definitions import definitions
from huaihai.insight.statistics.pages.figures import figures
from huaihai.insight.statistics.pages.overview import overview
from huaihai.insight.statistics.pages.places import places

urlpatterns: list[URLPattern] = [
    path("statistics/", overview, name="statistics"),
    re_path(r"^statistics/by/(?P<axis>[a-z]+)/$", by_axis, name="statistics-by"),
    path("statistics/places/", places, name="statistics-places"),
    path("statistics/definitions/", definitions, name="statistics-definitions"),
    path("statistics/corrections/", corrections, name="statistics-corrections"),
    path("statistics/figures.json", figures, name="statistics-figures"),
    path("office/insight/", room.room, name="office-insight"),
    path("office/insight/numbers/", numbers.numbers, name="office-insight-numbers"),
]
