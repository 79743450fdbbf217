"""Addresses of the reports."""

from django.urls import URLPattern, path, re_path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.insight.reports.pages")

PERIOD = r"(?P<period>20\d\d(?:-(?:0[1-9]|1[0-2]|Q[1-4]))?)"

urlpatterns: list[URLPattern] = [
    path("statistics/reports/", pages.reports, name="reports"),
    re_path(rf"^statistics/reports/{PERIOD}/$", pages.report, name="report"),
    re_path(rf"^statistics/reports/{PERIOD}/report\.docx$", pages.report_word, name="report-word"),
    re_path(rf"^statistics/reports/{PERIOD}/report\.xlsx$", pages.report_excel, name="report-excel"),
    path("office/insight/reports/", pages.office_report, name="office-insight-reports"),
    path("office/insight/reports/report.docx", pages.office_report_word, name="office-insight-reports-word"),
    path(
        "office/insight/reports/report.xlsx", pages.office_report_excel, name="office-insight-reports-excel"
    ),
]
