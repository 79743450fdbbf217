"""Addresses of statistics: public pages, and the office's numbers."""

from django.urls import URLPattern, path, re_path

from huaihai.kit.late_views import views_of

by_axis = views_of("huaihai.insight.statistics.by_axis")
definitions = views_of("huaihai.insight.statistics.definitions")
office = views_of("huaihai.insight.statistics.office")
pages = views_of("huaihai.insight.statistics.pages")

urlpatterns: list[URLPattern] = [
    path("statistics/", pages.overview, name="statistics"),
    re_path(r"^statistics/by/(?P<axis>[a-z]+)/$", by_axis.by_axis, name="statistics-by"),
    path("statistics/places/", pages.places, name="statistics-places"),
    path("statistics/definitions/", definitions.definitions, name="statistics-definitions"),
    path("statistics/corrections/", pages.corrections, name="statistics-corrections"),
    path("statistics/figures.json", definitions.figures, name="statistics-figures"),
    path("office/insight/", office.room, name="office-insight"),
    path("office/insight/numbers/", office.numbers, name="office-insight-numbers"),
]
