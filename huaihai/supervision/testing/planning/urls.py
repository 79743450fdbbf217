"""Addresses of a test's plan, for the staff."""

from django.urls import URLPattern, URLResolver, path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.supervision.testing.planning.pages")
steps = views_of("huaihai.supervision.testing.planning.steps")

PLAN = "office/supervision/<uuid:pk>/plan/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(PLAN, pages.plan, name="office-test-plan"),
    path(f"{PLAN}print/", pages.printed, name="office-test-plan-print"),
    path(f"{PLAN}basics/", steps.basics, name="office-test-plan-basics"),
    path(f"{PLAN}counting/", steps.counting, name="office-test-plan-counting"),
    path(f"{PLAN}grades/", steps.grades, name="office-test-plan-grades"),
    path(f"{PLAN}upload/", pages.upload, name="office-test-plan-upload"),
    path(f"{PLAN}plan.xlsx", pages.spreadsheet, name="office-test-plan-xlsx"),
    path(f"{PLAN}plan.json", pages.as_json, name="office-test-plan-json"),
    path(f"{PLAN}earlier/", pages.earlier, name="office-test-plan-earlier"),
    path(f"{PLAN}earlier/<uuid:source_id>/", pages.copy, name="office-test-plan-copy"),
    path(f"{PLAN}<slug:part>/new/", steps.row, name="office-test-plan-row-new"),
    path(f"{PLAN}<slug:part>/<slug:key>/", steps.row, name="office-test-plan-row"),
    path(f"{PLAN}<slug:part>/<slug:key>/removal/", steps.removal, name="office-test-plan-removal"),
]
