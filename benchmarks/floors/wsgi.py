from collections.abc import Iterable
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler
from django.test.utils import override_settings

django.setup(set_prefix=False)
USUAL = [  # as `django-admin startproject` writes them
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


def behind(middleware: list[str]) -> WSGIHandler:
    with override_settings(MIDDLEWARE=middleware):
        return WSGIHandler()


BEHIND = {"/bare/": WSGIHandler(), "/hello/": behind(USUAL), "/naked/": behind([])}


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The insert behind all of the product's middleware, hello behind what is usual, and behind none."""
    return BEHIND.get(environ["PATH_INFO"], BEHIND["/hello/"])(environ, start_response)
