from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "huaihai.members"
    label = "members"
