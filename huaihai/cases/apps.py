from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CasesConfig(AppConfig):
    name = "huaihai.cases"
    label = "cases"

    def ready(self) -> None:
        from huaihai.cases.search import tables

        post_migrate.connect(tables.make, sender=self)
