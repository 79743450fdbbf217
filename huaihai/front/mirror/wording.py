"""What a mirror says of itself, in the three languages."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation

from huaihai import alliance
from huaihai.front.mirror import manifest
from huaihai.front.mirror.manifest import Manifest
from huaihai.front.mirror.rewriting import Words
from huaihai.kit.clock import local_day
from huaihai.record import signatures
from huaihai.record.log import notes


class OfAMirror:
    """The voice of a mirror, with the installation's key."""

    def __init__(self) -> None:
        self.name = alliance.load().platform_name

    def on_page(self, *, origin: str, about: str, language: str, since: datetime) -> Words:
        facts = {
            "alliance": alliance.load(),
            "origin": origin,
            "about": about,
            "day": local_day(since),
            "is_demo": settings.DEMO,
        }
        with translation.override(language):
            return Words(
                *(render_to_string(f"front/mirror/{part}.html", facts).strip() for part in ("strip", "form"))
            )

    def about(self, made: Manifest, language: str) -> bytes:
        request = HttpRequest()
        request.path = request.path_info = "/mirror.html"
        request.LANGUAGE_CODE = language
        head = (
            notes.Checkpoint.read(notes.read(made.about.checkpoint).text) if made.about.checkpoint else None
        )
        facts = {
            "alliance": alliance.load(),
            "request": request,
            "mirror": made.about,
            "at": datetime.fromisoformat(made.about.at),
            "head": head,
            "manifest": manifest.FILE,
            "gone": len(made.gone),
        }
        with translation.override(language):
            return render_to_string("front/mirror/about.html", facts).encode()

    def sign(self, *, sha256: str, name: str, at: datetime) -> bytes:
        return signatures.signed(sha256=sha256, of=manifest.FORMAT, name=name, at=at)
