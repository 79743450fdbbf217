from django.urls import URLPattern, URLResolver, path

from huaihai.cases.sheets import paper, phone

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/cases/<uuid:case_id>/sheet/", paper.sheet, name="sheet-new"),
    path("desk/cases/<uuid:case_id>/sheet/<uuid:sheet_id>/", paper.printed, name="sheet-printed"),
    path("desk/cases/<uuid:case_id>/sheet/<uuid:sheet_id>/qr.svg", paper.qr, name="sheet-qr"),
    path("sheet/thanks/", phone.thanks, name="sheet-thanks"),
    path("sheet/<str:code>/", phone.case, name="sheet"),
    path("sheet/<str:code>/<slug:noun>/", phone.step, name="sheet-step"),
]
