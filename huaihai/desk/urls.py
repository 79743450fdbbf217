from django.urls import URLPattern, URLResolver, path

from huaihai.desk import accounts, first_page

urlpatterns: list[URLPattern | URLResolver] = [
    path("office/", first_page.page, name="office"),
    path("office/unsent/", accounts.UNSENT.view, name="office-unsent"),
]
