"""Addresses of the staff's pages for translations."""

from django.urls import URLPattern, URLResolver, path

from huaihai.education.translating import office

urlpatterns: list[URLPattern | URLResolver] = [
    path("office/translations/", office.translations, name="office-translations"),
    path(
        "office/translations/<uuid:version_id>/<str:language>/", office.translation, name="office-translation"
    ),
    path(
        "office/translations/<uuid:version_id>/<str:language>/review/",
        office.review,
        name="office-translation-review",
    ),
]
