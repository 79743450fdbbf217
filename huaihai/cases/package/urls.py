from django.urls import URLPattern, URLResolver, path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.cases.package.pages")

CASE = "desk/cases/<uuid:case_id>/package"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{CASE}/", pages.package, name="case-package"),
    path(f"{CASE}/package.zip", pages.file, name="case-package-file"),
]
