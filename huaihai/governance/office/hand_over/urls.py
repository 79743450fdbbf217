"""Handing the secretariat over."""

from django.urls import URLPattern, path

from huaihai.governance.office.hand_over import acting, views

urlpatterns: list[URLPattern] = [
    path("hand-over/", views.overview, name="office-hand-over"),
    path("hand-over/planned/", acting.planned, name="office-hand-over-planned"),
    path("hand-over/<uuid:pk>/", views.one, name="office-hand-over-one"),
    path("hand-over/<uuid:pk>/print/", views.printed, name="office-hand-over-print"),
    path("hand-over/<uuid:pk>/list.json", views.as_json, name="office-hand-over-json"),
    path("hand-over/<uuid:pk>/listing/", acting.listing_made, name="office-hand-over-listing"),
    path("hand-over/<uuid:pk>/explained/", acting.explained, name="office-hand-over-explained"),
    path("hand-over/<uuid:pk>/signature/", acting.signature, name="office-hand-over-signature"),
    path("hand-over/<uuid:pk>/calling-off/", acting.calling_off, name="office-hand-over-calling-off"),
    path("hand-over/lines/<uuid:pk>/", acting.line, name="office-hand-over-line"),
]
