from django.urls import URLPattern, URLResolver, path

from huaihai.kit.late_views import views_of

copying = views_of("huaihai.cases.bridge.copying")

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/cases/<uuid:case_id>/copy-out/<slug:platform>/", copying.copy_out, name="desk-copy-out"),
]
