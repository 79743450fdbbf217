from django.apps import AppConfig


class BusinessesConfig(AppConfig):
    name = "huaihai.businesses"
    label = "businesses"
