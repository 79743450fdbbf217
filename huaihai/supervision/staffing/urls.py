"""Addresses of parts and minutes, for the staff."""

from django.urls import URLPattern, URLResolver, path

from huaihai.supervision.staffing import steps, views

ABOUT = "office/supervision/<uuid:pk>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{ABOUT}staffing/", views.staffing, name="office-project-staffing"),
    path(f"{ABOUT}staffing/giving/", steps.giving, name="office-project-part-giving"),
    path(f"{ABOUT}staffing/<int:row>/end/", steps.ending, name="office-project-part-end"),
    path(f"{ABOUT}staffing/<int:row>/declaration/", steps.declaring, name="office-project-part-declaration"),
    path(f"{ABOUT}minutes/", views.minutes, name="office-project-minutes"),
    path(f"{ABOUT}minutes/<slug:code>/", steps.noting_minutes, name="office-project-minutes-noting"),
]
