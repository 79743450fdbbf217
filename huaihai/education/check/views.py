"""The page and the list it loads."""

import hashlib
import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import condition, require_safe

from huaihai.education.check import products, tested, words
from huaihai.education.feeds import answers, entries
from huaihai.kit import guards
from huaihai.kit.paging import page_of

REVISION = 2  # grows when the list is written in another way


def etag(_request: HttpRequest) -> str:
    """Changes whenever a text goes out, is corrected or is withdrawn."""
    told = repr((REVISION, settings.DEMO, entries.state(products.warnings()), tested.unsafe()))
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'


@require_safe
@guards.public
def check(request: HttpRequest) -> HttpResponse:
    """Type, scan, keep; below it the whole list, for those without JavaScript."""
    page = page_of(products.warned(), request.GET.get("page"))
    unsafe = tested.unsafe() if page.number == 1 else []
    context = {"page": page, "unsafe": unsafe, "words": words.of_script()}
    response = render(request, "education/check/check.html", context)
    response.headers["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=()"
    return response


@require_safe
@guards.public
@condition(etag_func=etag)
def warned_products(_request: HttpRequest) -> HttpResponse:
    """All warned and all unsafe products, for everybody alike. In Chinese, like the goods."""
    with translation.override(settings.LANGUAGE_CODE):
        told = tested.add_to(products.listed(products.warned()), tested.unsafe())
    return answers.document(json.dumps(told, ensure_ascii=False), "application/json")
