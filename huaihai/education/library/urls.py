"""Addresses of the law library."""

from django.urls import path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.education.library.pages")

urlpatterns = [
    path("law/", pages.library, name="law"),
    path("law/<slug:key>/", pages.statute, name="law-statute"),
    path("law/<slug:key>/text/", pages.text, name="law-text"),
    path("law/<slug:key>/<slug:number>/", pages.article, name="law-article"),
]
