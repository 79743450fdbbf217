"""Addresses of the staff's pages for translations."""

from django.urls import URLPattern, URLResolver, path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.education.translating.pages")

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
