"""The product's own, with the floors' two addresses."""

from huaihai.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.floors.views"
WSGI_APPLICATION = "benchmarks.floors.wsgi.application"
