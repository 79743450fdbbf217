"""Addresses of the staff's pages for old pages."""

from django.urls import URLPattern, URLResolver, path

from huaihai.education.importing import office, one_page

urlpatterns: list[URLPattern | URLResolver] = [
    path("office/imports/", office.batches, name="office-imports"),
    path("office/imports/new/", office.hand_in, name="office-import-new"),
    path("office/imports/<uuid:batch_id>/", office.batch, name="office-import-batch"),
    path("office/imports/pages/<uuid:page_id>/", one_page.page, name="office-import-page"),
    path("office/imports/pages/<uuid:page_id>/original/", one_page.original, name="office-import-original"),
    path("office/imports/pages/<uuid:page_id>/reading/", one_page.reading, name="office-import-reading"),
    path("office/imports/pages/<uuid:page_id>/answers/", one_page.answers, name="office-import-answers"),
    path("office/imports/pages/<uuid:page_id>/draft/", one_page.drafting, name="office-import-draft"),
    path("office/imports/pages/<uuid:page_id>/skip/", one_page.skipping, name="office-import-skip"),
    path("office/imports/pages/<uuid:page_id>/take-up/", one_page.taking_up, name="office-import-take-up"),
]
