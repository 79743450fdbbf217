"""Addresses of marks: what a QR leads to, the check, files for phones, the sign to print, reports of misuse."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from huaihai.kit.late_views import views_of

misuse = views_of("huaihai.brands.marks.misuse")
pages = views_of("huaihai.brands.marks.pages")

urlpatterns: list[URLPattern | URLResolver] = [
    path("brands/m/<str:text>/", pages.mark, name="brand-mark"),
    path("brands/check/", pages.check, name="brand-check"),
    path("brands/check/offline/", pages.shell, name="brand-check-offline"),
    path("brands/worker.js", pages.worker, name="brand-worker"),
    path("brands/marks/", pages.over, name="brand-marks-over"),
    path("brands/marks/keys.json", pages.public_keys, name="brand-keys"),
    path("brands/marks/status.json", pages.status_list, name="brand-status"),
    re_path(
        r"^brands/(?P<number>20\d\d-[1-9]\d{0,5})/mark\.(?P<form>svg|png|pdf)$",
        pages.sign_file,
        name="brand-mark-file",
    ),
    path("brands/misuse/", misuse.tell, name="brand-misuse"),
    re_path(
        r"^brands/misuse/(?P<number>M-[0-9A-Z]{4}-[0-9A-Z]{4})/$",
        misuse.received,
        name="brand-misuse-received",
    ),
    path("office/brands/misuse/", misuse.reports, name="office-brand-misuse"),
    path("office/brands/misuse/<uuid:pk>/", misuse.report, name="office-brand-misuse-report"),
    path("office/brands/misuse/<uuid:pk>/photo/", misuse.photo, name="office-brand-misuse-photo"),
    path(
        "office/brands/misuse/<uuid:pk>/",
        include(misuse.REPORTS.steps("office-brand-misuse", "look hand-on close")),
    ),
]
