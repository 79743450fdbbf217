import threading

from django.apps import AppConfig
from django.utils.translation import trans_real


class KitConfig(AppConfig):
    name = "huaihai.kit"
    label = "kit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Django keeps the language in force where tasks of one thread could share it, too, and reads it under one
        # lock of the whole process, thousands of times a page. We have no tasks (decision 0031).
        trans_real._active = threading.local()  # type: ignore[attr-defined]  # noqa: SLF001
