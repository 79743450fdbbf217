from django.urls import URLPattern, URLResolver, path

from huaihai.desk import finding, first_page

urlpatterns: list[URLPattern | URLResolver] = [
    path("office/", first_page.page, name="office"),
    path("office/find/", finding.find, name="office-find"),
]
