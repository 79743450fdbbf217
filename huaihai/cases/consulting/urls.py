from django.urls import URLPattern, path

from huaihai.cases.consulting import pages

urlpatterns: list[URLPattern] = [
    path("", pages.LIST.view, name="desk-consultations"),
    path("new/", pages.new, name="desk-consultation-new"),
    path("new/found/", pages.found, name="desk-consultation-found"),
    path("<uuid:consultation_id>/", pages.consultation, name="desk-consultation"),
]
