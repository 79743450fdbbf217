"""Addresses of evidence: lists of authorities, re-visits, slips, ratings."""

from django.urls import URLPattern, URLResolver, include, path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.brands.evidence.pages")
rating_pages = views_of("huaihai.brands.evidence.rating_pages")
revisit_pages = views_of("huaihai.brands.evidence.revisit_pages")

OFFICE = "office/brands/"
ENTRY = f"{OFFICE}<uuid:pk>/"
SHEET = f"{ENTRY}slips/<uuid:sheet>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{OFFICE}imports/", pages.imports, name="office-brand-imports"),
    path(f"{OFFICE}imports/preview/", pages.preview, name="office-brand-import-preview"),
    path(f"{OFFICE}imports/<uuid:pk>/", pages.compared, name="office-brand-import"),
    path(f"{ENTRY}evidence/", pages.gather_anew, name="office-brand-gather"),
    path(f"{ENTRY}revisits/new/", revisit_pages.new, name="office-brand-revisit-new"),
    path(f"{ENTRY}revisits/<uuid:revisit>/", revisit_pages.one, name="office-brand-revisit"),
    path(f"{ENTRY}revisits/photo/<uuid:photo>/", revisit_pages.photo, name="office-brand-revisit-photo"),
    path(ENTRY, include(revisit_pages.ENTRIES.steps("office-brand", "slips/new"))),
    path(SHEET, revisit_pages.sheet, name="office-brand-slips"),
    path(f"{SHEET}<int:number>.svg", revisit_pages.slip_qr, name="office-brand-slip-qr"),
    path(f"{ENTRY}words/", rating_pages.words, name="office-brand-words"),
    path(f"{ENTRY}words/<uuid:rating_id>/", rating_pages.look, name="office-brand-words-look"),
    path("my/<uuid:case_id>/rating/", rating_pages.after_case, name="my-brand-rating"),
    path("brands/rating/", rating_pages.start, name="brand-rating-start"),
    path("brands/rating/thanks/", rating_pages.thanks, name="brand-rating-thanks"),
    path("brands/rating/<str:code>/", rating_pages.with_slip, name="brand-rating"),
]
