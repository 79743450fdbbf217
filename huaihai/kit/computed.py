"""What was computed and is asked for again soon: few entries, and what was not used for longest goes first."""

from django.core.cache import caches
from django.utils.connection import ConnectionProxy

cache = ConnectionProxy(caches, "computed")
