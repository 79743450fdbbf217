from django.urls import URLPattern, URLResolver, path

from huaihai.businesses.connecting import views

ONE = "business/connections/<uuid:connection_id>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("business/connections/", views.listed, name="business-connections"),
    path("business/connections/new/", views.new, name="business-connection-new"),
    path(ONE, views.connection, name="business-connection"),
    path(f"{ONE}address/", views.address, name="business-connection-address"),
    path(f"{ONE}key/", views.key, name="business-connection-key"),
    path(f"{ONE}end/", views.end, name="business-connection-end"),
    path(f"{ONE}test/", views.test_message, name="business-connection-test"),
    path(f"{ONE}changes/<uuid:change_id>/again/", views.again, name="business-connection-again"),
]
