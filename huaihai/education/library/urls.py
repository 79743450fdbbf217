"""Addresses of the law library."""

from django.urls import path

from huaihai.education.library import pages

urlpatterns = [
    path("law/", pages.library, name="law"),
    path("law/<slug:key>/", pages.statute, name="law-statute"),
    path("law/<slug:key>/text/", pages.text, name="law-text"),
    path("law/<slug:key>/<slug:number>/", pages.article, name="law-article"),
]
