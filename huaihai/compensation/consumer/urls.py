from django.urls import URLPattern, URLResolver, path

from huaihai.compensation.consumer import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("my/<uuid:case_id>/fund/", views.claim, name="my-fund"),
    path("my/<uuid:case_id>/fund/new/", views.ask, name="my-fund-new"),
    path("my/<uuid:case_id>/fund/<slug:noun>/", views.step, name="my-fund-step"),
]
