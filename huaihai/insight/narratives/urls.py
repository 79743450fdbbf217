"""Addresses of narratives: the consumer's own page, what everybody reads, and the second reader's pages."""

from django.urls import URLPattern, URLResolver, include, path

from huaihai.kit.late_views import views_of

office = views_of("huaihai.insight.narratives.office")
pages = views_of("huaihai.insight.narratives.pages")
public = views_of("huaihai.insight.narratives.public")

MINE = "my/<uuid:case_id>/narrative/"
OFFICE = "office/insight/narratives/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("data/narratives/", public.narratives, name="narratives"),
    path("data/narratives.json", public.as_json, name="narratives-json"),
    path("data/narratives.csv", public.as_csv, name="narratives-csv"),
    path("data/narratives/gone.json", public.gone, name="narratives-gone"),
    path("data/narratives/<slug:public_id>/", public.one, name="narrative"),
    path(MINE, pages.narrative, name="my-narrative"),
    path(f"{MINE}text/", pages.text, name="my-narrative-text"),
    path(f"{MINE}approval/", pages.approval, name="my-narrative-approval"),
    path(f"{MINE}withdrawal/", pages.withdrawal, name="my-narrative-withdrawal"),
    path(OFFICE, office.LIST.view, name="office-narratives"),
    path(f"{OFFICE}<uuid:pk>/", office.narrative, name="office-narrative"),
    path(f"{OFFICE}<uuid:pk>/publication/", office.publication, name="office-narrative-publication"),
    path(f"{OFFICE}<uuid:pk>/", include(office.NARRATIVES.steps("office-narrative", "taking-out refusal"))),
]
