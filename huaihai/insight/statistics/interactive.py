"""Whether readers can ask for interactive charts: only where set-up installed the library."""

from functools import cache

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

LIBRARY = "insight/vendor/echarts/echarts.common.min.js"


@cache
def library_url() -> str:
    """The library's address on our own host, looked up once; "" where it is not installed or not gathered yet."""
    if finders.find(LIBRARY) is None:
        return ""
    try:
        return staticfiles_storage.url(LIBRARY)
    except ValueError:  # installed after the static files were gathered
        return ""
