"""Addresses of the law library."""

from django.urls import path

from huaihai.education.library import views

urlpatterns = [
    path("law/", views.library, name="law"),
    path("law/<slug:key>/", views.statute, name="law-statute"),
    path("law/<slug:key>/text/", views.text, name="law-text"),
    path("law/<slug:key>/<slug:number>/", views.article, name="law-article"),
]
