"""Addresses of call-backs: the office's pages, and what anybody reads about the method."""

from django.urls import URLPattern, URLResolver, path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.insight.callbacks.pages")

urlpatterns: list[URLPattern | URLResolver] = [
    path("office/insight/callbacks/", pages.rounds, name="office-callbacks"),
    path("office/insight/callbacks/calls/<uuid:pk>/", pages.call, name="office-callback"),
    path("office/insight/callbacks/calls/<uuid:pk>/unmasking/", pages.unmask, name="office-callback-unmask"),
    path("office/insight/callbacks/calls/<uuid:pk>/undo/", pages.undo, name="office-callback-undo"),
    path("office/insight/callbacks/<str:quarter>/", pages.one_round, name="office-callback-round"),
    path("office/insight/callbacks/<str:quarter>/sheet/", pages.sheet, name="office-callback-sheet"),
    path("statistics/call-backs/", pages.public, name="call-backs"),
]
