from django.urls import URLPattern, URLResolver, path

from huaihai.compensation.claims import consumer

urlpatterns: list[URLPattern | URLResolver] = [
    path("my/<uuid:case_id>/fund/", consumer.claim, name="my-fund"),
    path("my/<uuid:case_id>/fund/new/", consumer.ask, name="my-fund-new"),
    path("my/<uuid:case_id>/fund/<slug:noun>/", consumer.step, name="my-fund-step"),
]
