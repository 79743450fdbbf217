"""Addresses of what anyone may read."""

from django.urls import URLPattern, URLResolver, include, path

from huaihai.education.public import announcements, finding, pictures, rights, stories

urlpatterns: list[URLPattern | URLResolver] = [
    path("announcements/", announcements.announcements, name="announcements"),
    path("announcements/<slug:slug>/", announcements.announcement, name="announcement"),
    path(
        "announcements/<slug:slug>/differences/", announcements.differences, name="announcement-differences"
    ),
    path("announcements/<slug:slug>/original.txt", announcements.original, name="announcement-original"),
    path("rights/", rights.rights, name="rights"),
    path("rights/<slug:slug>/", rights.right, name="right"),
    path("stories/", stories.stories, name="stories"),
    path("stories/<slug:slug>/", stories.story, name="story"),
    path("", include("huaihai.education.public.warnings.urls")),
    path("pictures/<uuid:publication_id>/<int:number>.jpg", pictures.picture, name="picture"),
    path("search/", finding.search, name="search"),
]
