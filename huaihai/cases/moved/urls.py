from django.urls import URLPattern, path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.cases.moved.pages")

urlpatterns: list[URLPattern] = [
    path("ended/", pages.ended, name="ended"),
    path("moved/", pages.moved, name="moved"),
    path("moved/opened/", pages.opened, name="moved-opened"),
]
