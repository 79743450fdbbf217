"""Addresses of what is published, and of the search over it."""

from django.urls import path

from huaihai.education import views

urlpatterns = [
    path("announcements/", views.announcements, name="announcements"),
    path("announcements/<slug:slug>/", views.announcement, name="announcement"),
    path("announcements/<slug:slug>/differences/", views.differences, name="announcement-differences"),
    path("announcements/<slug:slug>/original.txt", views.original, name="announcement-original"),
    path("rights/", views.rights, name="rights"),
    path("rights/<slug:slug>/", views.right, name="right"),
    path("search/", views.search, name="search"),
]
