from django.apps import AppConfig


class PrepaidConfig(AppConfig):
    name = "huaihai.prepaid"
    label = "prepaid"
    default_auto_field = "django.db.models.BigAutoField"
