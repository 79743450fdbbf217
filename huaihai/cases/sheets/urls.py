from django.urls import URLPattern, URLResolver, path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.cases.sheets.pages")

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/cases/<uuid:case_id>/sheet/", pages.sheet, name="sheet-new"),
    path("desk/cases/<uuid:case_id>/sheet/<uuid:sheet_id>/", pages.printed, name="sheet-printed"),
    path("desk/cases/<uuid:case_id>/sheet/<uuid:sheet_id>/qr.svg", pages.qr, name="sheet-qr"),
    path("sheet/thanks/", pages.thanks, name="sheet-thanks"),
    path("sheet/<str:code>/", pages.case, name="sheet"),
    path("sheet/<str:code>/<slug:noun>/", pages.step, name="sheet-step"),
]
