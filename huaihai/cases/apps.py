from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "huaihai.cases"
    label = "cases"
