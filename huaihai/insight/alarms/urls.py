"""Addresses of the early warning: its public page, and the alarms for the staff."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.insight.alarms.pages")
score_pages = views_of("huaihai.insight.alarms.score_pages")

YEAR = r"(?P<number>20\d\d)"
OFFICE = "office/insight/alarms/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("early-warning/", score_pages.early_warning, name="early-warning"),
    re_path(rf"^early-warning/{YEAR}/$", score_pages.year, name="early-warning-year"),
    re_path(rf"^early-warning/{YEAR}\.json$", score_pages.file, name="early-warning-file"),
    path(OFFICE, pages.LIST.view, name="office-alarms"),
    path(f"{OFFICE}quality/", pages.quality, name="office-alarm-quality"),
    path(f"{OFFICE}<uuid:pk>/", pages.alarm, name="office-alarm"),
    path(f"{OFFICE}<uuid:pk>/", include(pages.ALARMS.steps("office-alarm", "verdict text sweep"))),
]
