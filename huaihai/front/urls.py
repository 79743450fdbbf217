"""Addresses of the pages that belong to no single room."""

from django.urls import include, path

from huaihai.front import directory, guides, preferences, views

urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("bodies/", directory.bodies, name="bodies"),
    path("bodies/<str:code>/", directory.body, name="body"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("office/system/", include("huaihai.front.operating.urls")),
    path("office/help/", guides.guides, name="office-help"),
    path("office/help/<slug:name>/", guides.guide, name="office-guide"),
    path("healthz", views.healthz, name="healthz"),
]
