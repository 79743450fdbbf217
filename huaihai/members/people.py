"""The people of an administrator's own part of the tree, and what waits for the yes of a second person."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import segno
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huaihai.kit import clock
from huaihai.kit.guards import staff
from huaihai.kit.network import whole
from huaihai.kit.paging import page_of
from huaihai.members import accounts, failures, pairs
from huaihai.members import powers as members_powers
from huaihai.members.actors import Actor
from huaihai.members.errors import MembersError
from huaihai.members.forms import PersonForm, PostForm
from huaihai.members.models import Account, Post, PowerRequest, Role
from huaihai.members.models.organisation import tree

keepers = staff(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.HEAD)  # a head keeps the people of the own body
LONGEST_SEARCH = 60


@require_safe
@keepers
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with an account in one's own part, by sign-in name; found by it, by name or by body."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH]
    rows = Account.objects.visible_to(_actor(request))
    if words:
        bodies = Post.objects.filter(organisation__name__icontains=words).values("account_id")
        named = [
            row.pk for row in rows.only("pk", "display_name") if words in row.display_name
        ]  # it is encrypted
        rows = rows.filter(Q(username__icontains=words) | Q(pk__in=named) | Q(pk__in=bodies))
    page = page_of(rows.order_by("username").prefetch_related("posts__organisation"), request.GET.get("page"))
    context = {"page": page, "now_on": clock.today(), "words": words}
    if Role.SECURITY_ADMIN in _actor(request).roles:
        context["failed"] = failures.lines(Account.objects.visible_to(_actor(request)), at=clock.now())
    return render(request, "members/people.html", context)


@keepers
def new_person(request: HttpRequest) -> HttpResponse:
    actor = _actor(request)
    form = PersonForm(request.POST or None, actor=actor, initial=_chosen(request))
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            account = members_powers.take_in(
                username=asked["username"],
                display_name=asked["display_name"],
                organisation=asked["organisation"],
                role=Role(asked["role"]),
                by=actor,
                at=clock.now(),
            )
        except MembersError as error:
            form.add_error("username", str(error))
        else:
            asked_for = account.power_requests.open(clock.now()).first()
            if asked_for is None:  # given at once: the link is what comes next
                made = members_powers.make_link(
                    account=account, with_new_factor=False, by=actor, at=clock.now()
                )
                return _person(request, account, **(_link(request, made) if isinstance(made, str) else {}))
            _say_if_asked(request, asked_for)
            return HttpResponseRedirect(reverse("person", args=[account.pk]))
    return render(request, "members/person_new.html", {"form": form, "outer": "kit/desk.html"})


def _chosen(request: HttpRequest) -> dict[str, Any]:
    """Role and body that a list of what is missing names in the address."""
    body = tree().by_key.get(request.GET.get("body", ""))
    role = request.GET.get("role", "")
    return {
        **({"organisation": body.pk} if body else {}),
        **({"role": role} if role in Role.values else {}),
    }


@require_safe
@keepers
@never_cache
def person(request: HttpRequest, account_id: UUID) -> HttpResponse:
    return _person(request, _visible(request, account_id))


@keepers
@require_POST
def person_posts(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """A further post."""
    account, actor = _visible(request, account_id), _actor(request)
    form = PostForm(request.POST, actor=actor)
    if form.is_valid():
        try:
            given = members_powers.give_post(
                account=account,
                organisation=form.cleaned_data["organisation"],
                role=Role(form.cleaned_data["role"]),
                by=actor,
                at=clock.now(),
            )
        except MembersError as error:
            form.add_error("role", str(error))
        else:
            _say_if_asked(request, given)
            return HttpResponseRedirect(reverse("person", args=[account.pk]))
    return _person(request, account, form=form)


@keepers
@require_POST
def post_end(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """The post ends today."""
    actor = _actor(request)
    post = get_object_or_404(Post.objects.visible_to(actor), pk=post_id)
    return _try(
        request,
        post.account,
        lambda: accounts.end_post(post=post, last_on=clock.today(), by=actor, at=clock.now()),
    )


@keepers
@require_POST
def closure(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """The account is closed."""
    account, actor = _visible(request, account_id), _actor(request)
    return _try(request, account, lambda: accounts.close_account(account=account, by=actor, at=clock.now()))


@keepers
@never_cache
@require_POST
def password_link(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """A link for a new password, shown once, to be handed over in person or by telephone; or the question for it."""
    account, actor = _visible(request, account_id), _actor(request)
    try:
        made = members_powers.make_link(
            account=account,
            with_new_factor="with_new_factor" in request.POST,
            by=actor,
            at=clock.now(),
        )
    except MembersError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("person", args=[account.pk]))
    if isinstance(made, str):
        return _person(request, account, **_link(request, made))
    _say_if_asked(request, made)
    return HttpResponseRedirect(reverse("person", args=[account.pk]))


def _person(request: HttpRequest, account: Account, **more: Any) -> HttpResponse:
    context = {
        "account": account,
        "posts": account.posts.select_related("organisation").order_by("-from_on"),
        "asked": account.power_requests.open(clock.now()).select_related("organisation"),
        "form": more.pop("form", None) or PostForm(actor=_actor(request)),
        "now_on": clock.today(),
        "may_keep": _may_keep(_actor(request), account),
        "words": _words(_actor(request), account.power_requests.all(), clock.now()),
        **more,
    }
    return render(request, "members/person.html", context)


def _may_keep(actor: Actor, account: Account) -> bool:
    try:
        accounts.may_keep(actor, account, on=clock.today())
    except MembersError:
        return False
    return True


def _link(request: HttpRequest, token: str) -> dict[str, str]:
    """The link, and the same as a code to be scanned by a person who is there."""
    link = whole(request, members_powers.path_of(token))
    drawn = segno.make(link, error="m", micro=False).svg_inline(border=2, scale=3)
    return {"link": link, "link_picture": mark_safe(drawn)}  # noqa: S308 -- drawn here


def _say_if_asked(request: HttpRequest, given: object) -> None:
    if isinstance(given, PowerRequest):
        messages.success(
            request,
            _(
                "Asked. It counts once the head, or the other kind of administrator of another body, says yes."
            ),
        )


def _try(request: HttpRequest, account: Account, act: Any) -> HttpResponse:
    try:
        act()
    except MembersError as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("person", args=[account.pk]))


def _visible(request: HttpRequest, account_id: UUID) -> Account:
    return get_object_or_404(Account.objects.visible_to(_actor(request)), pk=account_id)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by members.middleware
    return actor


ANSWERED_FOR = timedelta(days=90)
confirmers = staff(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.HEAD)


@require_safe
@confirmers
@never_cache
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits, and what was answered of late, in the own part of the tree or the own body."""
    return _page(request)


@confirmers
@never_cache
@require_POST
def confirmation(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Yes. A link is shown once where the person needs one to come in."""
    asked = _found(request, request_id)
    try:
        token = members_powers.confirm(request=asked, by=_actor(request), at=clock.now())
    except MembersError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("people-waiting"))
    if token:
        return _page(request, **_link(request, token), of=asked)
    messages.success(request, _("Confirmed: it counts from now on."))
    return HttpResponseRedirect(reverse("people-waiting"))


@confirmers
@require_POST
def refusal(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """No, or taken back by whoever asked."""
    try:
        members_powers.refuse(request=_found(request, request_id), by=_actor(request), at=clock.now())
    except MembersError as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("people-waiting"))


def _page(request: HttpRequest, **more: object) -> HttpResponse:
    actor, at = _actor(request), clock.now()
    seen = PowerRequest.objects.visible_to(actor).select_related(
        "account", "organisation", "asked_by", "answered_by"
    )
    rows = [
        {
            "asked": row,
            "may": pairs.may_confirm(actor, row, on=clock.today()),
            "own": row.asked_by_id == actor.account_id,
        }
        for row in seen.open(at)
    ]
    answered = seen.exclude(outcome="").filter(answered_at__gte=at - ANSWERED_FOR).order_by("-answered_at")
    page = page_of(answered, request.GET.get("page"))
    words = _words(actor, seen, at)
    return render(request, "members/waiting.html", {"rows": rows, "words": words, "page": page, **more})


def _words(actor: Actor, rows: QuerySet[PowerRequest], at: datetime) -> list[tuple[PowerRequest, str]]:
    """What somebody who asked has to tell the people whom a second person gave a link."""
    own = rows.filter(asked_by=actor.account_id, links__expires_at__gt=at, links__used_at__isnull=True)
    return [(row, members_powers.word_of(row, at)) for row in own.distinct()]


def _found(request: HttpRequest, request_id: UUID) -> PowerRequest:
    return get_object_or_404(PowerRequest.objects.visible_to(_actor(request)), pk=request_id)
