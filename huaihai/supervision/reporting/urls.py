"""Addresses of reports, and of photos for staff."""

from django.urls import URLPattern, URLResolver, path, re_path

from huaihai.kit.late_views import views_of
from huaihai.supervision.addresses import NUMBER

pages = views_of("huaihai.supervision.reporting.pages")
years = views_of("huaihai.supervision.reporting.years")

OFFICE = "office/supervision/<uuid:pk>"

urlpatterns: list[URLPattern | URLResolver] = [
    re_path(r"^supervision/report/(?P<year>20\d\d)/$", years.of_year, name="supervision-year"),
    re_path(rf"^supervision/{NUMBER}/report/$", pages.report, name="supervision-report"),
    re_path(rf"^supervision/{NUMBER}/report\.docx$", pages.word_file, name="supervision-report-word"),
    re_path(rf"^supervision/{NUMBER}/report\.pdf$", pages.pdf, name="supervision-report-pdf"),
    path(f"{OFFICE}/report/", pages.staff_report, name="office-project-report"),
    path(f"{OFFICE}/report.docx", pages.staff_word_file, name="office-project-report-word"),
    path(f"{OFFICE}/report.pdf", pages.staff_pdf, name="office-project-report-pdf"),
    path(
        "office/supervision/<uuid:project>/photos/<uuid:pk>/",
        pages.photo,
        name="office-project-photo",
    ),
]
