"""What was computed and is asked for again soon: few entries, and what was not used for longest goes first.

Django's own `cache` is not for this: it holds what must not go early (`kit.kept_cache`).
"""

from django.core.cache import caches
from django.utils.connection import ConnectionProxy

cache = ConnectionProxy(caches, "computed")
