"""Addresses of parts, for the staff."""

from django.urls import URLPattern, URLResolver, path

from huaihai.supervision.staffing import pages

ABOUT = "office/supervision/<uuid:pk>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{ABOUT}staffing/", pages.staffing, name="office-project-staffing"),
    path(f"{ABOUT}staffing/<int:row>/end/", pages.ending, name="office-project-part-end"),
]
