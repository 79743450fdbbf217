"""Addresses of what anyone may read."""

from django.urls import URLPattern, URLResolver, path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.education.public.pages")
pictures = views_of("huaihai.education.publications.pictures")

urlpatterns: list[URLPattern | URLResolver] = [
    path("announcements/", pages.announcements, name="announcements"),
    path("announcements/<slug:slug>/", pages.announcement, name="announcement"),
    path("announcements/<slug:slug>/differences/", pages.differences, name="announcement-differences"),
    path("announcements/<slug:slug>/original.txt", pages.original, name="announcement-original"),
    path("rights/", pages.rights, name="rights"),
    path("rights/<slug:slug>/", pages.right, name="right"),
    path("stories/", pages.stories, name="stories"),
    path("stories/<slug:slug>/", pages.story, name="story"),
    path("warnings/", pages.warnings, name="warnings"),
    path("warnings/<slug:slug>/", pages.warning, name="warning"),
    path("warnings/<slug:slug>/versions/<int:number>/", pages.version, name="warning-version"),
    path("cities/<str:code>/warnings/", pages.of_city, name="city-warnings"),
    path("topics/<str:code>/warnings/", pages.on_topic, name="topic-warnings"),
    path("pictures/<uuid:publication_id>/<int:number>.jpg", pictures.picture, name="picture"),
    path("search/", pages.search, name="search"),
]
