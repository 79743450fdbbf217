"""Addresses of parts, for the staff."""

from django.urls import URLPattern, URLResolver, path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.supervision.staffing.pages")

ABOUT = "office/supervision/<uuid:pk>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{ABOUT}staffing/", pages.staffing, name="office-project-staffing"),
    path(f"{ABOUT}staffing/<int:row>/end/", pages.ending, name="office-project-part-end"),
]
