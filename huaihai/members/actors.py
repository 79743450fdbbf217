"""Who is acting: read once from the request, then handed on as `by=` and to `visible_to`.

A business user's rights come from a higher room, so `settings.HUAIHAI_ACTOR_SOURCES` lists functions
(dotted names) that are asked for the actor of a signed-in account which holds no post: each takes the
account and returns an Actor or None. `settings.HUAIHAI_VISITS` names the one that says which cases of a session
are still open to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from huaihai.kit import clock
from huaihai.members import factors
from huaihai.members.backends import posts_of
from huaihai.members.models import Account, Organisation, Post

type Kind = Literal["public", "consumer", "business", "officer", "system"]
CONSUMER_CASES = "consumer_cases"  # session key: cases (and drafts) → the mark of the code that opened each
POST = "post"  # session key: the post chosen by somebody who holds several
MAX_CONSUMER_CASES = 20
WITHOUT_FILES = frozenset({"system_admin", "security_admin", "secretariat"})


@dataclass(frozen=True)
class Actor:
    """Somebody who looks or acts. `key` is what the record keeps; it names no person by itself."""

    kind: Kind
    key: str
    organisation: Organisation | None = None
    account_id: UUID | None = None
    roles: frozenset[str] = frozenset()
    case_ids: frozenset[UUID] = frozenset()
    business_ids: frozenset[UUID] = frozenset()
    one_case: tuple[UUID, UUID] | None = None  # (case, business): what a letter code opens, and no more

    @classmethod
    def public(cls) -> "Actor":
        """Anyone, not signed in."""
        return cls("public", "public")

    @classmethod
    def system(cls, command: str) -> "Actor":
        """The program itself, running this command or task."""
        return cls("system", f"system:{command}")

    @classmethod
    def consumer(cls, case_ids: Iterable[UUID]) -> "Actor":
        """A consumer who showed the receipt codes of these cases. One case: its key names that case."""
        held = frozenset(case_ids)
        key = f"consumer:{next(iter(held))}" if len(held) == 1 else "consumer"
        return cls("consumer", key, case_ids=held)

    @classmethod
    def officer(cls, post: Post, *, roles: Iterable[str] = ()) -> "Actor":
        """Somebody of staff, acting from this post, with all roles held in the same organisation."""
        return cls(
            "officer",
            post.account.record_key,
            organisation=post.organisation,
            account_id=post.account_id,
            roles=frozenset({post.role, *roles}),
        )

    @classmethod
    def all_of(cls, account: Account, *, on: date) -> "list[Actor]":
        """The actors that somebody of staff can be on this day: one an organisation."""
        posts: dict[UUID, list[Post]] = {}
        for post in account.posts.held_on(on).select_related("organisation", "account").order_by("from_on"):
            posts.setdefault(post.organisation_id, []).append(post)
        return [cls.officer(held[0], roles=[post.role for post in held]) for held in posts.values()]

    @classmethod
    def business(
        cls, account: Account, business_ids: Iterable[UUID], *, roles: Iterable[str] = ()
    ) -> "Actor":
        """Somebody who answers for these businesses, appointed in these roles, each somewhere among them."""
        return cls(
            "business",
            account.record_key,
            account_id=account.pk,
            roles=frozenset(roles),
            business_ids=frozenset(business_ids),
        )

    @classmethod
    def of_request(cls, request: HttpRequest) -> "Actor":
        """Who sent this request. A signed-in person keeps the cases shown in the same browser.

        Somebody who has shown a password but no second factor is the public.
        """
        cases = _consumer_cases(request)
        account = request.user
        found = _of_account(account, request) if isinstance(account, Account) else None
        if found is not None:
            return replace(found, case_ids=cases)
        return cls.consumer(cases) if cases else cls.public()

    @property
    def may_open_files(self) -> bool:
        """Whether staff may see complaint files. Somebody who only administers accounts, or only speaks for the
        body in the alliance, sees none.
        """
        return self.kind == "officer" and bool(self.roles - WITHOUT_FILES)

    @property
    def is_administrator(self) -> bool:
        """Whether it may open and change accounts."""
        return bool(self.roles & {"system_admin", "security_admin"})

    @property
    def first_page(self) -> str:
        """The name of the page: what waits for somebody of staff, a business's desk; else the own account."""
        name: str = settings.HUAIHAI_DESKS.get(self.kind, "my-account")
        return name

    def for_case(self, case_id: UUID) -> "Actor":
        """The consumer of this one case, if its receipt code was shown. Raises PermissionError."""
        if case_id not in self.case_ids:
            raise PermissionError("no receipt code was shown for this case")
        return Actor.consumer({case_id})


def _of_account(account: Account, request: HttpRequest) -> Actor | None:
    if not account.is_active or not factors.was_shown(request):
        return None
    today = clock.today()
    posts = [post for post in posts_of(account) if post.is_held_on(today)]
    if posts:
        chosen = next((post for post in posts if str(post.pk) == request.session.get(POST)), posts[0])
        beside = [post.role for post in posts if post.organisation_id == chosen.organisation_id]
        return Actor.officer(chosen, roles=beside)
    for name in settings.HUAIHAI_ACTOR_SOURCES:
        actor: Actor | None = import_string(name)(account)
        if actor is not None:
            return actor
    return None


def _consumer_cases(request: HttpRequest) -> frozenset[UUID]:
    """Those whose code still holds; asked once a request."""
    marks = _marks(request)
    if not marks:
        return frozenset()
    known: tuple[dict[str, str], frozenset[UUID]] | None = getattr(request, "open_visits", None)
    if known is None or known[0] != marks:
        known = marks, import_string(settings.HUAIHAI_VISITS)(marks)
        request.open_visits = known  # type: ignore[attr-defined]
    return known[1]


def cases_held(request: HttpRequest) -> frozenset[UUID]:
    """All that the session has, whether or not their code was replaced since: for pages that show drafts alone."""
    return frozenset(map(UUID, _marks(request)))


def _marks(request: HttpRequest) -> dict[str, str]:
    held = request.session.get(CONSUMER_CASES, {})
    return dict(held) if isinstance(held, dict) else {}


def remember_case(request: HttpRequest, case_id: UUID, mark: str) -> None:
    """From now on this browser session belongs to the consumer of this case (the newest twenty), as long as the case
    has the receipt code of this mark."""
    held = {key: known for key, known in _marks(request).items() if key != str(case_id)}
    request.session[CONSUMER_CASES] = dict([*held.items(), (str(case_id), mark)][-MAX_CONSUMER_CASES:])


def forget_case(request: HttpRequest, case_id: UUID) -> None:
    """This browser session shows this one case no more."""
    held = {key: known for key, known in _marks(request).items() if key != str(case_id)}
    request.session[CONSUMER_CASES] = held


def forget_cases(request: HttpRequest) -> None:
    """The consumer leaves: this browser session shows no case any more."""
    request.session.pop(CONSUMER_CASES, None)
