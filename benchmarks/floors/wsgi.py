from collections.abc import Iterable
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler
from django.test.utils import override_settings

django.setup(set_prefix=False)
behind_all = WSGIHandler()
with override_settings(MIDDLEWARE=[]):
    behind_none = WSGIHandler()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The insert behind all of the product's middleware, hello behind none."""
    handler = behind_all if environ["PATH_INFO"] == "/bare/" else behind_none
    return handler(environ, start_response)
