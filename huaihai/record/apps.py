from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "huaihai.record"
    label = "record"
