from django.apps import AppConfig


class EducationConfig(AppConfig):
    name = "huaihai.education"
    label = "education"
