from django.urls import URLPattern, URLResolver, include, path

from huaihai.kit.late_views import views_of

business_pages = views_of("huaihai.cases.business.pages")
uploading_pages = views_of("huaihai.cases.uploading.pages")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("huaihai.cases.consumer.urls")),
    path("", include("huaihai.cases.wechat.urls")),
    path("", include("huaihai.cases.callback.urls")),
    path("", include("huaihai.cases.genuine.urls")),
    path("", include("huaihai.cases.triage.urls")),
    path("", include("huaihai.cases.letters.urls")),
    path("", include("huaihai.cases.sheets.urls")),
    path("", include("huaihai.cases.papers.urls")),
    path("", include("huaihai.cases.bridge.urls")),
    path("", include("huaihai.cases.package.urls")),
    path("", include("huaihai.cases.volume.urls")),
    path("", include("huaihai.cases.together.urls")),
    path("", include("huaihai.cases.helping.urls")),
    path("", include("huaihai.cases.passing.urls")),
    path("", include("huaihai.cases.moved.urls")),
    path("upload/<str:code>/", uploading_pages.phone, name="upload"),
    path("", include("huaihai.cases.phrases.urls")),
    path(
        "business/connections/<uuid:connection_id>/practice/",
        business_pages.practice_cases,
        name="practice-cases",
    ),
    path("api/v1/", include("huaihai.cases.api.urls")),
    path("desk/", include("huaihai.cases.desk.urls")),
    path("desk/consultations/", include("huaihai.cases.consulting.urls")),
    path("business/", include("huaihai.cases.business.urls")),
]
