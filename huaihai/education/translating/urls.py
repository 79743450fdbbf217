"""Addresses of the staff's pages for translations."""

from django.urls import URLPattern, URLResolver, path

from huaihai.education.translating import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("office/translations/", pages.translations, name="office-translations"),
    path(
        "office/translations/<uuid:version_id>/<str:language>/", pages.translation, name="office-translation"
    ),
    path(
        "office/translations/<uuid:version_id>/<str:language>/review/",
        pages.review,
        name="office-translation-review",
    ),
]
