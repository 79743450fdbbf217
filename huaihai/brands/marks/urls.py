"""Addresses of marks: what a QR leads to, the check, files for phones, the sign to print, reports of misuse."""

from django.urls import URLPattern, URLResolver, path, re_path

from huaihai.brands.marks import misuse_pages, office, showing, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("brands/m/<str:text>/", views.mark, name="brand-mark"),
    path("brands/check/", views.check, name="brand-check"),
    path("brands/check/offline/", views.shell, name="brand-check-offline"),
    path("brands/worker.js", views.worker, name="brand-worker"),
    path("brands/marks/", views.over, name="brand-marks-over"),
    path("brands/marks/keys.json", views.public_keys, name="brand-keys"),
    path("brands/marks/status.json", views.status_list, name="brand-status"),
    re_path(
        r"^brands/(?P<number>20\d\d-[1-9]\d{0,5})/mark\.(?P<form>svg|png|pdf)$",
        showing.sign_file,
        name="brand-mark-file",
    ),
    path("brands/misuse/", misuse_pages.report, name="brand-misuse"),
    re_path(
        r"^brands/misuse/(?P<number>M-[0-9A-Z]{4}-[0-9A-Z]{4})/$",
        misuse_pages.received,
        name="brand-misuse-received",
    ),
    path("office/brands/misuse/", office.reports, name="office-brand-misuse"),
    path("office/brands/misuse/<uuid:pk>/", office.report, name="office-brand-misuse-report"),
    path("office/brands/misuse/<uuid:pk>/photo/", office.photo, name="office-brand-misuse-photo"),
    path("office/brands/misuse/<uuid:pk>/<slug:key>/", office.step, name="office-brand-misuse-step"),
]
