"""Addresses of the reports."""

from django.urls import URLPattern, path, re_path

from huaihai.insight.reports import views

PERIOD = r"(?P<period>20\d\d(?:-(?:0[1-9]|1[0-2]|Q[1-4]))?)"

urlpatterns: list[URLPattern] = [
    path("statistics/reports/", views.reports, name="reports"),
    re_path(rf"^statistics/reports/{PERIOD}/$", views.report, name="report"),
    re_path(rf"^statistics/reports/{PERIOD}/report\.docx$", views.report_word, name="report-word"),
    re_path(rf"^statistics/reports/{PERIOD}/report\.xlsx$", views.report_excel, name="report-excel"),
    path("office/insight/reports/", views.office_report, name="office-insight-reports"),
    path("office/insight/reports/report.docx", views.office_report_word, name="office-insight-reports-word"),
    path(
        "office/insight/reports/report.xlsx", views.office_report_excel, name="office-insight-reports-excel"
    ),
]
