from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "huaihai.insight"
    label = "insight"
