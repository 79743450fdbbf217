from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "huaihai.governance"
    label = "governance"
