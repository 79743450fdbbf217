"""What every page may show: the alliance, the demo's day, the reader's choices."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from huaihai import alliance
from huaihai.kit import clock


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "alliance": alliance.load(),
        "demo": {"day": clock.demo_day()} if settings.DEMO else None,
        "large_text": getattr(request, "large_text", False),
        "actor": getattr(request, "actor", None),
        "today": clock.today(),
    }
