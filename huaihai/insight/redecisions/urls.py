"""Addresses of re-decisions."""

from django.urls import URLPattern, URLResolver, path

from huaihai.insight.redecisions import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("office/insight/redecisions/", views.own, name="office-redecisions"),
    path("office/insight/redecisions/draw/", views.draw, name="office-redecision-draw"),
    path("office/insight/redecisions/files/<uuid:pk>/", views.seat, name="office-redecision"),
    path("office/insight/redecisions/files/<uuid:pk>/known/", views.known, name="office-redecision-known"),
    path("standard/re-decisions/", views.public, name="re-decisions"),
]
