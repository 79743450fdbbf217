from django.urls import URLPattern, URLResolver, path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.cases.papers.pages")
signed = views_of("huaihai.cases.papers.signed")

CASE = "desk/cases/<uuid:case_id>/papers"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{CASE}/<uuid:paper_id>/", pages.paper, name="paper"),
    path(f"{CASE}/<uuid:paper_id>/opening/", pages.opening, name="paper-opening"),
    path(f"{CASE}/<uuid:paper_id>/paper.pdf", pages.file, {"kind": "pdf"}, name="paper-pdf"),
    path(f"{CASE}/<uuid:paper_id>/paper.docx", pages.file, {"kind": "docx"}, name="paper-word"),
    path(f"{CASE}/<uuid:paper_id>/scans/<uuid:scan_id>/", pages.scan, name="paper-scan"),
    path(f"{CASE}/new/<slug:form>/", pages.new, name="paper-new"),
    path("my/<uuid:case_id>/signed/<uuid:scan_id>/", signed.for_consumer, name="my-signed"),
    path("business/cases/<uuid:case_id>/signed/<uuid:scan_id>/", signed.for_business, name="business-signed"),
    path("letter/case/signed/<uuid:scan_id>/", signed.for_letter, name="letter-signed"),
]
