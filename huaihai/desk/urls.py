from django.urls import URLPattern, URLResolver, path

from huaihai.desk import finding

urlpatterns: list[URLPattern | URLResolver] = [path("office/find/", finding.find, name="office-find")]
