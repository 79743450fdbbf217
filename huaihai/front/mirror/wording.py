"""What a mirror says of itself, in the three languages."""

from datetime import datetime
from functools import cached_property

from django.http import HttpRequest
from django.template.backends.django import Template
from django.template.loader import get_template
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
        facts = {"alliance": alliance.load(), "origin": origin, "about": about, "day": local_day(since)}
        with translation.override(language):
            return Words(self._strip.render(facts).strip(), self._form.render(facts).strip())

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
            return get_template("front/mirror/about.html").render(facts).encode()

    def sign(self, *, sha256: str, name: str, at: datetime) -> bytes:
        return signatures.signed(sha256=sha256, of=manifest.FORMAT, name=name, at=at)

    @cached_property
    def _strip(self) -> Template:
        return get_template("front/mirror/strip.html")

    @cached_property
    def _form(self) -> Template:
        return get_template("front/mirror/form.html")
