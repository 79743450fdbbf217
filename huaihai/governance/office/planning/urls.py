"""Addresses of plans, reports and the rows behind a number, below /office/."""

from django.urls import URLPattern, URLResolver, path

from huaihai.governance.office.planning import plan_steps, plans, report_steps, reports

urlpatterns: list[URLPattern | URLResolver] = [
    path("plans/", plans.plans, name="office-plans"),
    path("plans/opening/", plan_steps.opening, name="office-plan-opening"),
    path("plans/<uuid:plan_id>/", plans.plan, name="office-plan"),
    path("plans/<uuid:plan_id>/print/", plans.plan_print, name="office-plan-print"),
    path("plans/<uuid:plan_id>/lines/", plan_steps.new_line, name="office-plan-line-new"),
    path("plans/<uuid:plan_id>/proposal/", plan_steps.proposal, name="office-plan-proposal"),
    path("plans/<uuid:plan_id>/taking-back/", plan_steps.taking_back, name="office-plan-taking-back"),
    path("plans/lines/<uuid:item_id>/", plan_steps.line, name="office-plan-line"),
    path("plans/lines/<uuid:item_id>/removal/", plan_steps.line_removal, name="office-plan-line-removal"),
    path("plans/lines/<uuid:item_id>/done/", plan_steps.line_done, name="office-plan-line-done"),
    path("reports/", reports.reports, name="office-reports"),
    path("reports/opening/", report_steps.opening, name="office-report-opening"),
    path("reports/<uuid:report_id>/", reports.report, name="office-report"),
    path("reports/<uuid:report_id>/print/", reports.report_print, name="office-report-print"),
    path("reports/<uuid:report_id>/words/", report_steps.texts, name="office-report-words"),
    path("reports/<uuid:report_id>/counting/", report_steps.counting, name="office-report-counting"),
    path("reports/<uuid:report_id>/finish/", report_steps.finishing, name="office-report-finish"),
    path("reports/<uuid:report_id>/reopening/", report_steps.reopening, name="office-report-reopening"),
    path("reports/<uuid:report_id>/publication/", report_steps.publication, name="office-report-publication"),
    path("figures/<slug:key>/", reports.figure, name="office-figure"),
]
