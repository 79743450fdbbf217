from django.urls import URLPattern, URLResolver, include, path

from huaihai.kit.late_views import views_of

office = views_of("huaihai.cases.genuine.office")
pages = views_of("huaihai.cases.genuine.pages")

urlpatterns: list[URLPattern | URLResolver] = [
    path("is-it-us/", pages.check, name="genuine"),
    path("is-it-us/p/<str:text>/", pages.paper, name="genuine-paper"),
    path("is-it-us/offline/", pages.shell, name="genuine-offline"),
    path("is-it-us/keys.json", pages.public_keys, name="genuine-keys"),
    path("is-it-us/worker.js", pages.worker, name="genuine-worker"),
    path("is-it-us/forged/", pages.forged, name="genuine-forged"),
    path("is-it-us/thanks/<slug:number>/", pages.thanks, name="genuine-thanks"),
    path("desk/forged/", office.LIST.view, name="desk-forged"),
    path("desk/forged/<uuid:pk>/", office.report, name="desk-forged-report"),
    path("desk/forged/<uuid:pk>/unmasking/", office.unmask, name="desk-forged-unmasking"),
    path("desk/forged/<uuid:pk>/photo/", office.photo, name="desk-forged-photo"),
    path(
        "desk/forged/<uuid:pk>/",
        include(office.REPORTS.steps("desk-forged", "known warning nothing")),
    ),
]
