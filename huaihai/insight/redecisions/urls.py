"""Addresses of re-decisions."""

from django.urls import URLPattern, URLResolver, path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.insight.redecisions.pages")

urlpatterns: list[URLPattern | URLResolver] = [
    path("office/insight/redecisions/", pages.own, name="office-redecisions"),
    path("office/insight/redecisions/draw/", pages.draw, name="office-redecision-draw"),
    path("office/insight/redecisions/files/<uuid:pk>/", pages.seat, name="office-redecision"),
    path("office/insight/redecisions/files/<uuid:pk>/known/", pages.known, name="office-redecision-known"),
    path("standard/re-decisions/", pages.public, name="re-decisions"),
]
