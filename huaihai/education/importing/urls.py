"""Addresses of the staff's pages for old pages."""

from django.urls import URLPattern, URLResolver, include, path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.education.importing.pages")

urlpatterns: list[URLPattern | URLResolver] = [
    path("office/imports/", pages.batches, name="office-imports"),
    path("office/imports/new/", pages.hand_in, name="office-import-new"),
    path("office/imports/<uuid:batch_id>/", pages.batch, name="office-import-batch"),
    path("office/imports/pages/<uuid:page_id>/", pages.page, name="office-import-page"),
    path("office/imports/pages/<uuid:page_id>/original/", pages.original, name="office-import-original"),
    path("office/imports/pages/<uuid:page_id>/answers/", pages.answers, name="office-import-answers"),
    path(
        "office/imports/pages/<uuid:page_id>/",
        include(pages.OLD_PAGES.steps("office-import", "reading draft skip take-up")),
    ),
]
