"""Handing the secretariat over."""

from django.urls import URLPattern, path

from huaihai.governance.office.hand_over import acting, pages

urlpatterns: list[URLPattern] = [
    path("hand-over/", pages.overview, name="office-hand-over"),
    path("hand-over/planned/", acting.planned, name="office-hand-over-planned"),
    path("hand-over/<uuid:pk>/", pages.one, name="office-hand-over-one"),
    path("hand-over/<uuid:pk>/list.json", pages.as_json, name="office-hand-over-json"),
    path("hand-over/<uuid:pk>/listing/", acting.listing_made, name="office-hand-over-listing"),
    path("hand-over/<uuid:pk>/signature/", acting.signature, name="office-hand-over-signature"),
    path("hand-over/<uuid:pk>/calling-off/", acting.calling_off, name="office-hand-over-calling-off"),
]
