"""The program's addresses with those of the demo, whatever the settings of the tests say."""

from django.urls import URLPattern, URLResolver, include, path

from huaihai.urls import handler403, handler404, handler500
from huaihai.urls import urlpatterns as ours

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns: list[URLPattern | URLResolver] = [*ours, path("demo/", include("huaihai.front.demo.urls"))]
