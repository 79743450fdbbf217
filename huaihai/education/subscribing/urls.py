"""Addresses of the subscription of warnings."""

from django.urls import URLPattern, URLResolver, path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.education.subscribing.pages")

urlpatterns: list[URLPattern | URLResolver] = [
    path("subscribe/", pages.subscribe, name="subscribe"),
    path("subscribe/code/", pages.confirm, name="subscribe-confirm"),
    path("subscribe/ended/", pages.ended, name="subscription-ended"),
    path("subscribe/confirm/<str:token>/", pages.link, name="subscribe-link"),
    path("subscribe/mine/<str:token>/", pages.subscription, name="subscription"),
    path("subscribe/mine/<str:token>/begun/", pages.begun, name="subscription-begun"),
    path("subscribe/mine/<str:token>/end/", pages.end, name="subscription-end"),
]
