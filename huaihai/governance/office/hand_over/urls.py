"""Handing the secretariat over."""

from django.urls import URLPattern, path

from huaihai.governance.hand_over import pages as hand_over_pages

urlpatterns: list[URLPattern] = [
    path("hand-over/", hand_over_pages.overview, name="office-hand-over"),
    path("hand-over/planned/", hand_over_pages.planned, name="office-hand-over-planned"),
    path("hand-over/<uuid:pk>/", hand_over_pages.one, name="office-hand-over-one"),
    path("hand-over/<uuid:pk>/list.json", hand_over_pages.as_json, name="office-hand-over-json"),
    path("hand-over/<uuid:pk>/listing/", hand_over_pages.listing_made, name="office-hand-over-listing"),
    path("hand-over/<uuid:pk>/signature/", hand_over_pages.signature, name="office-hand-over-signature"),
    path(
        "hand-over/<uuid:pk>/calling-off/", hand_over_pages.calling_off, name="office-hand-over-calling-off"
    ),
]
