"""Addresses of the early warning: its public page, and the alarms for the staff."""

from django.urls import URLPattern, URLResolver, include, path

from huaihai.insight.alarms import pages

OFFICE = "office/insight/alarms/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("early-warning/", pages.early_warning, name="early-warning"),
    path(OFFICE, pages.LIST.view, name="office-alarms"),
    path(f"{OFFICE}quality/", pages.quality, name="office-alarm-quality"),
    path(f"{OFFICE}<uuid:pk>/", pages.alarm, name="office-alarm"),
    path(f"{OFFICE}<uuid:pk>/", include(pages.ALARMS.urls())),
]
