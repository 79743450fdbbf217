"""The browser of the walk on a fresh machine, asking the program in this process; it goes only where a page leads."""

from typing import Any
from urllib.parse import urljoin, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.posts import forget_tries
from tests.walk.browser import OK, Browser, Values


class Inside(Browser):
    """One person's. `follow` fails where the page that is open has no such link."""

    def __init__(self) -> None:
        self.address, self.page = "/", ""
        self.client = Client(enforce_csrf_checks=True)

    def go(self, address: str, form: Values | None = None, *, photo: bytes = b"") -> "Inside":
        self.address = urljoin(self.address, urlsplit(address)._replace(scheme="", netloc="").geturl())
        options: Any = {"secure": True, "follow": True, "HTTP_REFERER": f"https://testserver{self.address}"}
        if form is None:
            answer = self.client.get(self.address, **options)
        else:
            forget_tries()
            file = {"upload": SimpleUploadedFile("a.png", photo, "image/png")} if photo else {}
            held = {name: value for name, value in form.items() if name != "upload"}
            answer = self.client.post(self.address, held | file, **options)
        for to, _status in answer.redirect_chain:
            self.address = urljoin(self.address, urlsplit(to)._replace(scheme="", netloc="").geturl())
        self.page = answer.content.decode()
        assert answer.status_code == OK, f"{self.address}: {answer.status_code} {self.words[:300]}"
        return self

    def follow(self, part: str) -> "Inside":
        """By a link of this page that has this in its address."""
        self.go(self.link(part).replace("&amp;", "&"))
        return self
