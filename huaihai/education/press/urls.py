"""Addresses of the press list and of the press's own pages."""

from django.urls import URLPattern, URLResolver, path

from huaihai.education.press import office, own

urlpatterns: list[URLPattern | URLResolver] = [
    path("office/press/", office.contacts, name="office-press"),
    path("office/press/new/", office.contact_new, name="office-press-new"),
    path("office/press/<uuid:contact_id>/", office.contact, name="office-press-contact"),
    path("office/press/<uuid:contact_id>/end/", office.contact_end, name="office-press-end"),
    path("press/list/<str:token>/", own.contact, name="press-contact"),
    path("press/pieces/<str:token>/", own.piece, name="press-piece"),
]
