"""How a document for programs is answered: the same for everybody, readable from any site, kept for five minutes."""

from django.http import HttpResponse

from huaihai.education.feeds.writers import LANGUAGE

SHARED = {
    "Cache-Control": "public, max-age=300",
    "Access-Control-Allow-Origin": "*",
    "Content-Language": LANGUAGE,
}


def document(body: str, content_type: str) -> HttpResponse:
    """The document with its headers."""
    return HttpResponse(body, content_type=f"{content_type}; charset=utf-8", headers=SHARED)
