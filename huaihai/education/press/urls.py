"""Addresses of the press list and of the press's own pages."""

from django.urls import URLPattern, URLResolver, include, path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.education.press.pages")

urlpatterns: list[URLPattern | URLResolver] = [
    path("office/press/", pages.contacts, name="office-press"),
    path("office/press/new/", pages.contact_new, name="office-press-new"),
    path("office/press/<uuid:contact_id>/", pages.contact, name="office-press-contact"),
    path("office/press/<uuid:contact_id>/", include(pages.CONTACTS.steps("office-press", "end"))),
    path("press/list/<str:token>/", pages.own_contact, name="press-contact"),
    path("press/pieces/<str:token>/", pages.piece, name="press-piece"),
]
