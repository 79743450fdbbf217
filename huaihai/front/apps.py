from django.apps import AppConfig


class FrontConfig(AppConfig):
    name = "huaihai.front"
    label = "front"
