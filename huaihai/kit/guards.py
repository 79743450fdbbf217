"""Who may open a page. Every view carries a guard; a test walks all URLs and refuses one without.

A guard decides who the visitor is; which rows the visitor may see is decided by `visible_to(actor)`.
"Not yours" answers exactly like "not there".
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import resolve_url
from django.views.decorators.csrf import csrf_exempt, csrf_protect

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]
KEPT = "kept_post"
KEEPS_WORDS = ("consumer", "staff", "business")  # guards of pages that show again what was kept
KEPT_LIMIT = 200_000  # characters; a longer form is a file upload, which is not kept


def public[**P](view: View[P]) -> View[P]:
    """Anyone may open it."""
    return _mark(view, "public")


def same_for_all[**P](view: View[P]) -> View[P]:
    """Anyone may open it, and all who have no session read the same; so it is made once (`kit.kept_pages`). Asked
    by GET it reads nothing of its reader but the address, and changes nothing."""
    view.is_same_for_all = True  # type: ignore[attr-defined]  # read by kept_pages
    return public(view)


def origin_or_token[**P](view: View[P]) -> View[P]:
    """A form of ours needs no token where its browser says that it comes from here; so pages that are the same for all
    can hold it."""
    with_token = csrf_protect(view)

    @wraps(view)
    def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return (view if comes_from_here(request) else with_token)(request, *args, **kwargs)

    return csrf_exempt(checked)


def comes_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of ours sent this; a page of somebody else cannot make it say so. Old ones
    name no origin, but the page itself."""
    here = f"{request.scheme}://{request.get_host()}"
    named = request.headers.get("Origin")
    ours = (here, *settings.CSRF_TRUSTED_ORIGINS)
    return (
        named in ours
        if named
        else request.headers.get("Referer", "").startswith(tuple(f"{one}/" for one in ours))
    )


def consumer[**P](view: View[P]) -> View[P]:
    """A consumer who showed a file number and receipt code, or has a draft in this session."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not _actor(request).case_ids:
            return _ask(request, "track")
        return view(request, *args, **kwargs)

    return _mark(guarded, "consumer")


def staff(*roles: str) -> Callable[[View[Any]], View[Any]]:
    """An officer of some body; with `roles`, one who holds at least one of them."""

    def decorate(view: View[Any]) -> View[Any]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = _actor(request)
            if not request.user.is_authenticated:
                return _ask(request, settings.LOGIN_URL)
            if actor.kind != "officer" or (roles and not actor.roles & frozenset(roles)):
                raise Http404
            return view(request, *args, **kwargs)

        return _mark(guarded, "staff")

    return decorate


def business[**P](view: View[P]) -> View[P]:
    """Somebody who answers for a business."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return _ask(request, settings.LOGIN_URL)
        if _actor(request).kind != "business":
            raise Http404
        return view(request, *args, **kwargs)

    return _mark(guarded, "business")


def kept_post(request: HttpRequest) -> QueryDict | None:
    """What was typed here before the session expired, once."""
    kept = request.session.get(KEPT) or {}
    if kept.get("path") != request.path:
        return None
    del request.session[KEPT]
    return QueryDict(kept["data"])


def _ask(request: HttpRequest, where: str) -> HttpResponse:
    if request.method == "POST":
        keep_post(request)
    query = urlencode({"next": request.get_full_path()} | ({"kept": "1"} if request.method == "POST" else {}))
    return HttpResponseRedirect(f"{resolve_url(where)}?{query}")


def keep_post(request: HttpRequest) -> None:
    """Keep what was typed (in the server's session) until the visitor has signed in again."""
    data = request.POST.copy()
    data.pop("csrfmiddlewaretoken", None)
    data.pop("code", None)
    encoded = data.urlencode()
    if len(encoded) <= KEPT_LIMIT:
        request.session[KEPT] = {"path": request.path, "data": encoded}


def _actor(request: HttpRequest) -> Any:
    return request.actor  # type: ignore[attr-defined]  # set by members.middleware, a higher room


def _mark[**P](view: View[P], guard: str) -> View[P]:
    view.guard = guard  # type: ignore[attr-defined]  # read by the test of all URLs
    return view
