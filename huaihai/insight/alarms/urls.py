"""Addresses of the early warning: its public page, and the alarms for the staff."""

from django.urls import URLPattern, URLResolver, path

from huaihai.insight.alarms import office, public, steps

OFFICE = "office/insight/alarms/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("early-warning/", public.early_warning, name="early-warning"),
    path(OFFICE, office.alarms, name="office-alarms"),
    path(f"{OFFICE}quality/", office.quality, name="office-alarm-quality"),
    path(f"{OFFICE}<uuid:pk>/", office.alarm, name="office-alarm"),
    path(f"{OFFICE}<uuid:pk>/verdict/", steps.verdict, name="office-alarm-verdict"),
    path(f"{OFFICE}<uuid:pk>/text/", steps.text, name="office-alarm-text"),
    path(f"{OFFICE}<uuid:pk>/sweep/", steps.sweep, name="office-alarm-sweep"),
]
