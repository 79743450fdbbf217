"""Addresses of the early warning: its public page, and the alarms for the staff."""

from django.urls import URLPattern, URLResolver, include, path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.insight.alarms.pages")

OFFICE = "office/insight/alarms/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("early-warning/", pages.early_warning, name="early-warning"),
    path(OFFICE, pages.LIST.view, name="office-alarms"),
    path(f"{OFFICE}quality/", pages.quality, name="office-alarm-quality"),
    path(f"{OFFICE}<uuid:pk>/", pages.alarm, name="office-alarm"),
    path(f"{OFFICE}<uuid:pk>/", include(pages.ALARMS.steps("office-alarm", "verdict text sweep"))),
]
