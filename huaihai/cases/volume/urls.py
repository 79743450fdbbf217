from django.urls import URLPattern, URLResolver, path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.cases.volume.pages")

CASE = "desk/cases/<uuid:case_id>/volume"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{CASE}/", pages.volume, name="case-volume"),
    path(f"{CASE}/volume.pdf", pages.file, name="case-volume-file"),
]
