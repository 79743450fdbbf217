from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "huaihai.desk"
    label = "desk"
