"""What may be copied, and how it is called."""

import pytest

from huaihai.front.mirror import choosing
from huaihai.front.mirror.choosing import Kind


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", Kind.PAGE),
        ("/warnings/", Kind.PAGE),
        ("/warnings.atom", Kind.FILE),
        ("/data/latest.json", Kind.FILE),
        ("/alliance/log/checkpoint", Kind.FILE),
        ("/static/kit/site.css", Kind.STATIC),
        ("/track/", None),
        ("/search/", None),
        ("/file/", None),
        ("/data/narratives/", None),  # who told one may take it back
        ("/brands/worker.js", None),
        ("/preferences/", None),
        ("/desk/", None),
        ("/staff/sign-in/", None),
        ("/my/01900000-0000-7000-8000-000000000000/", None),
        ("/demo/", None),
        ("/healthz", None),
        ("/nothing/here/", None),
    ],
)
def test_what_may_be_copied(path: str, kind: Kind | None) -> None:
    assert choosing.kind_of(path) is kind


@pytest.mark.parametrize(
    ("address", "kind", "place"),
    [
        ("/", "text/html", "index.html"),
        ("/warnings/", "text/html", "warnings/index.html"),
        ("/warnings/?page=2", "text/html", "warnings/index.page2.html"),
        (
            "/alliance/resolutions/2026-1/file/",
            "application/json",
            "alliance/resolutions/2026-1/file/index.json",
        ),
        ("/alliance/log/checkpoint", "text/plain", "alliance/log/checkpoint"),
        ("/data/7.csv", "text/csv", "data/7.csv"),
        ("/rules/%E8%A7%84/", "text/html", "rules/规/index.html"),
        ("/a/../b/", "text/html", None),
        ("/a/b:c/", "text/html", None),
        ("/.hidden/", "text/html", None),
    ],
)
def test_how_it_is_called(address: str, kind: str, place: str | None) -> None:
    assert choosing.place_of(address, kind) == place


def test_an_address_has_one_spelling() -> None:
    assert choosing.address_of("/warnings/", "page=1") == "/warnings/"
    assert choosing.address_of("/warnings/", "page=3&after=x") == "/warnings/?page=3"
    assert choosing.address_of("/a/", "z=1&b=2") == "/a/?b=2&z=1"
    assert choosing.address_of("/rules/规/") == "/rules/%E8%A7%84/"
