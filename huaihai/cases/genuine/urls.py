from django.urls import URLPattern, URLResolver, path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.cases.genuine.pages")

urlpatterns: list[URLPattern | URLResolver] = [
    path("is-it-us/", pages.check, name="genuine"),
    path("is-it-us/forged/", pages.forged, name="genuine-forged"),
    path("is-it-us/thanks/", pages.thanks, name="genuine-thanks"),
]
