from django.urls import URLPattern, path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.cases.consulting.pages")

urlpatterns: list[URLPattern] = [
    path("", pages.LIST.view, name="desk-consultations"),
    path("new/", pages.new, name="desk-consultation-new"),
    path("new/found/", pages.found, name="desk-consultation-found"),
    path("<uuid:consultation_id>/", pages.consultation, name="desk-consultation"),
]
