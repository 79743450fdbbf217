"""Addresses of the yearly sheet."""

from django.urls import URLPattern, URLResolver, path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.insight.yearly.pages")

urlpatterns: list[URLPattern | URLResolver] = [
    path("board/yearly/<int:year>/", pages.sheet, name="yearly-sheet"),
    path("board/yearly/<int:year>/sheet.docx", pages.sheet_word, name="yearly-sheet-word"),
    path("board/yearly/<int:year>/sheet.xlsx", pages.sheet_excel, name="yearly-sheet-excel"),
    path("board/yearly/<int:year>/<slug:code>/", pages.behind, name="yearly-row"),
    path("office/insight/yearly/<int:year>/", pages.office_sheet, name="office-yearly-sheet"),
    path("office/insight/yearly/<int:year>/<slug:code>/", pages.LIST.view, name="office-yearly-cases"),
]
