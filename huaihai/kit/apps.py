import threading

from django.apps import AppConfig
from django.conf import settings
from django.urls import resolvers
from django.utils.translation import trans_real

from huaihai.kit import late_routes


class KitConfig(AppConfig):
    name = "huaihai.kit"
    label = "kit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Django keeps the language in force where tasks of one thread could share it, too, and reads it under one
        # lock of the whole process, thousands of times a page. We have no tasks (decision 0031).
        trans_real._active = threading.local()  # type: ignore[attr-defined]  # noqa: SLF001
        late_routes.install()
        # No address of ours is another in another language, and what all of them are takes 4 MB: once, not for each.
        resolvers.get_language = lambda: settings.LANGUAGE_CODE  # type: ignore[attr-defined]
