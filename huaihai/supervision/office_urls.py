"""Addresses below /office/supervision/: the list, one project, the steps that all kinds share."""

from django.urls import URLPattern, URLResolver, path

from huaihai.supervision import pages, steps

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.projects, name="office-projects"),
    path("new/", pages.new, name="office-project-new"),
    path("<uuid:pk>/", pages.project, name="office-project"),
    path("<uuid:pk>/copy/", pages.copy, name="office-project-copy"),
    path("<uuid:pk>/answer/", pages.answer, name="office-project-answer"),
    path("<uuid:pk>/cities/", steps.cities, name="office-project-cities"),
    path("<uuid:pk>/registration/", steps.registration, name="office-project-registration"),
    path("<uuid:pk>/start/", steps.start, name="office-project-start"),
    path("<uuid:pk>/finish/", steps.finish, name="office-project-finish"),
    path("<uuid:pk>/release/", steps.release, name="office-project-release"),
    path("<uuid:pk>/reopening/", steps.reopening, name="office-project-reopening"),
    path("<uuid:pk>/calling-back/", steps.calling_back, name="office-project-calling-back"),
    path("<uuid:pk>/dropping/", steps.dropping, name="office-project-dropping"),
]
