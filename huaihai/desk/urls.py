from django.urls import URLPattern, URLResolver, path

from huaihai.kit.late_views import views_of

finding = views_of("huaihai.desk.finding")
first_page = views_of("huaihai.desk.first_page")

urlpatterns: list[URLPattern | URLResolver] = [
    path("office/", first_page.page, name="office"),
    path("office/find/", finding.find, name="office-find"),
]
