"""Addresses of the subscription of warnings."""

from django.urls import URLPattern, URLResolver, path

from huaihai.education.subscribing import managing, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("subscribe/", views.subscribe, name="subscribe"),
    path("subscribe/code/", views.confirm, name="subscribe-confirm"),
    path("subscribe/ended/", managing.ended, name="subscription-ended"),
    path("subscribe/confirm/<str:token>/", views.link, name="subscribe-link"),
    path("subscribe/mine/<str:token>/", managing.subscription, name="subscription"),
    path("subscribe/mine/<str:token>/begun/", managing.begun, name="subscription-begun"),
    path("subscribe/mine/<str:token>/end/", managing.end, name="subscription-end"),
]
