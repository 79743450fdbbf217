"""Addresses of exposures, for the staff."""

from django.urls import path

from huaihai.education.exposing import pages
from huaihai.education.exposing import pages as exposing_pages

urlpatterns = [
    path("office/exposures/", pages.exposures, name="office-exposures"),
    path("office/exposures/new/", pages.choose, name="office-exposure-choose"),
    path("office/exposures/new/<uuid:business_id>/", pages.new, name="office-exposure-new"),
    path("office/exposures/<uuid:pk>/", pages.exposure, name="office-exposure"),
    path("office/exposures/<uuid:pk>/notice/", exposing_pages.notice, name="office-exposure-notice"),
    path(
        "office/exposures/<uuid:pk>/handing-in/", exposing_pages.handing_in, name="office-exposure-handing-in"
    ),
    path(
        "office/exposures/<uuid:pk>/cure/",
        exposing_pages.ending,
        {"how": "cure"},
        name="office-exposure-cure",
    ),
    path(
        "office/exposures/<uuid:pk>/retraction/",
        exposing_pages.ending,
        {"how": "retract"},
        name="office-exposure-retract",
    ),
    path(
        "office/exposures/<uuid:pk>/drop/",
        exposing_pages.ending,
        {"how": "drop"},
        name="office-exposure-drop",
    ),
]
