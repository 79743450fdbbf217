"""Addresses of call-backs: the office's pages, and what anybody reads about the method."""

from django.urls import URLPattern, URLResolver, path

from huaihai.insight.callbacks import public, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("office/insight/callbacks/", views.rounds, name="office-callbacks"),
    path("office/insight/callbacks/calls/<uuid:pk>/", views.call, name="office-callback"),
    path("office/insight/callbacks/calls/<uuid:pk>/unmasking/", views.unmask, name="office-callback-unmask"),
    path("office/insight/callbacks/calls/<uuid:pk>/undo/", views.undo, name="office-callback-undo"),
    path("office/insight/callbacks/<str:quarter>/", views.one_round, name="office-callback-round"),
    path("office/insight/callbacks/<str:quarter>/sheet/", views.sheet, name="office-callback-sheet"),
    path("statistics/call-backs/", public.public, name="call-backs"),
]
