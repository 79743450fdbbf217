from django.apps import AppConfig


class EducationConfig(AppConfig):
    name = "huaihai.education"
    label = "education"
    default_auto_field = "django.db.models.BigAutoField"
