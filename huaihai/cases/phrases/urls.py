from django.urls import URLPattern, URLResolver, path

from huaihai.cases.phrases import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/phrases/", pages.phrases, name="phrases"),
    path("desk/phrases/<uuid:phrase_id>/", pages.phrase, name="phrase"),
    path("desk/phrases/<uuid:phrase_id>/removal/", pages.removal, name="phrase-removal"),
]
