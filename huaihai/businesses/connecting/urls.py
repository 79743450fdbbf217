from django.urls import URLPattern, URLResolver, path

from huaihai.businesses.connecting import pages

ONE = "business/connections/<uuid:connection_id>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("business/connections/", pages.listed, name="business-connections"),
    path("business/connections/new/", pages.new, name="business-connection-new"),
    path(ONE, pages.connection, name="business-connection"),
    path(f"{ONE}address/", pages.address, name="business-connection-address"),
    path(f"{ONE}key/", pages.key, name="business-connection-key"),
    path(f"{ONE}end/", pages.end, name="business-connection-end"),
    path(f"{ONE}test/", pages.test_message, name="business-connection-test"),
    path(f"{ONE}changes/<uuid:change_id>/again/", pages.again, name="business-connection-again"),
]
