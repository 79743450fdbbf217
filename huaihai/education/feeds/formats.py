"""Where the texts are found, for readers, the press and programmers: one page with all addresses."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huaihai.education.feeds import addresses
from huaihai.education.public.warnings import lists
from huaihai.kit import guards


@require_safe
@guards.public
def formats(request: HttpRequest) -> HttpResponse:
    """All pages, feeds and files."""
    return render(
        request, "education/feeds/formats.html", {"base": addresses.base(request), **lists.choices()}
    )
