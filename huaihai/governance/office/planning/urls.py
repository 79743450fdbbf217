"""Addresses of plans, reports and the rows behind a number, below /office/."""

from django.urls import URLPattern, URLResolver, path

from huaihai.governance.planning import pages, writing

urlpatterns: list[URLPattern | URLResolver] = [
    path("plans/", pages.plans, name="office-plans"),
    path("plans/opening/", writing.plan_opening, name="office-plan-opening"),
    path("plans/<uuid:plan_id>/", pages.plan, name="office-plan"),
    path("plans/<uuid:plan_id>/print/", pages.plan_print, name="office-plan-print"),
    path("plans/<uuid:plan_id>/lines/", writing.new_line, name="office-plan-line-new"),
    path("plans/<uuid:plan_id>/proposal/", writing.proposal, name="office-plan-proposal"),
    path("plans/<uuid:plan_id>/taking-back/", writing.taking_back, name="office-plan-taking-back"),
    path("plans/lines/<uuid:item_id>/", writing.line, name="office-plan-line"),
    path("plans/lines/<uuid:item_id>/removal/", writing.line_removal, name="office-plan-line-removal"),
    path("plans/lines/<uuid:item_id>/done/", writing.line_done, name="office-plan-line-done"),
    path("reports/", pages.reports, name="office-reports"),
    path("reports/opening/", writing.report_opening, name="office-report-opening"),
    path("reports/<uuid:report_id>/", pages.report, name="office-report"),
    path("reports/<uuid:report_id>/print/", pages.report_print, name="office-report-print"),
    path("reports/<uuid:report_id>/words/", writing.texts, name="office-report-words"),
    path("reports/<uuid:report_id>/counting/", writing.counting, name="office-report-counting"),
    path("reports/<uuid:report_id>/finish/", writing.finishing, name="office-report-finish"),
    path("reports/<uuid:report_id>/reopening/", writing.reopening, name="office-report-reopening"),
    path("reports/<uuid:report_id>/publication/", writing.publication, name="office-report-publication"),
    path("figures/<slug:key>/", pages.figure, name="office-figure"),
]
