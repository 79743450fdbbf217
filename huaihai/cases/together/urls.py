from django.urls import URLPattern, path

from huaihai.kit.late_views import views_of

alike_page = views_of("huaihai.cases.together.alike_page")
pages = views_of("huaihai.cases.together.pages")
own_page = views_of("huaihai.cases.together.own_page")

urlpatterns: list[URLPattern] = [
    path("desk/cases/<uuid:case_id>/alike/", alike_page.alike, name="desk-alike"),
    path("desk/together/<uuid:together_id>/", pages.BINDER.view, name="desk-together"),
    path("desk/together/<uuid:together_id>/end/", pages.end, name="desk-together-end"),
    path("my/<uuid:case_id>/together/", own_page.page, name="my-together"),
]
