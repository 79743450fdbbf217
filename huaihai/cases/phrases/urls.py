from django.urls import URLPattern, URLResolver, path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.cases.phrases.pages")

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/phrases/", pages.phrases, name="phrases"),
    path("desk/phrases/<uuid:phrase_id>/", pages.phrase, name="phrase"),
    path("desk/phrases/<uuid:phrase_id>/removal/", pages.removal, name="phrase-removal"),
]
