"""Addresses of exposures, for the staff."""

from django.urls import include, path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.education.exposing.pages")

urlpatterns = [
    path("office/exposures/", pages.LIST.view, name="office-exposures"),
    path("office/exposures/new/", pages.choose, name="office-exposure-choose"),
    path("office/exposures/new/<uuid:business_id>/", pages.new, name="office-exposure-new"),
    path("office/exposures/<uuid:pk>/", pages.exposure, name="office-exposure"),
    path(
        "office/exposures/<uuid:pk>/",
        include(pages.EXPOSURES.steps("office-exposure", "handing-in notice cure retraction drop")),
    ),
]
