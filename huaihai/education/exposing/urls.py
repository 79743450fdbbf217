"""Addresses of exposures, for the staff."""

from django.urls import path

from huaihai.education.exposing import pages, steps

urlpatterns = [
    path("office/exposures/", pages.exposures, name="office-exposures"),
    path("office/exposures/new/", pages.choose, name="office-exposure-choose"),
    path("office/exposures/new/<uuid:business_id>/", pages.new, name="office-exposure-new"),
    path("office/exposures/<uuid:pk>/", pages.exposure, name="office-exposure"),
    path("office/exposures/<uuid:pk>/notice/", steps.notice, name="office-exposure-notice"),
    path("office/exposures/<uuid:pk>/handing-in/", steps.handing_in, name="office-exposure-handing-in"),
    path("office/exposures/<uuid:pk>/cure/", steps.ending, {"how": "cure"}, name="office-exposure-cure"),
    path(
        "office/exposures/<uuid:pk>/retraction/",
        steps.ending,
        {"how": "retract"},
        name="office-exposure-retract",
    ),
    path("office/exposures/<uuid:pk>/drop/", steps.ending, {"how": "drop"}, name="office-exposure-drop"),
]
