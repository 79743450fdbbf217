from django.apps import AppConfig
from django.db.models.signals import post_migrate


class BusinessesConfig(AppConfig):
    name = "huaihai.businesses"
    label = "businesses"

    def ready(self) -> None:
        from huaihai.businesses.models import words

        post_migrate.connect(words.make, sender=self)
