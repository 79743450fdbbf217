"""Who a session belongs to: the account and all its posts, read anew at each request by one statement."""

from typing import Any
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings

from huaihai.kit.compiled import Compiled
from huaihai.members.models import Account, Post

_by_account: Compiled[Post] = Compiled(
    lambda account: (
        Post.objects.filter(account=account)
        .select_related("organisation", "account")
        .order_by("from_on", "pk")
    ),
    account=Post._meta.get_field("account"),
)
_by_key: Compiled[Account] = Compiled(
    lambda key: Account.objects.get_queryset().filter(pk=key), key=Account._meta.pk
)


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth carries no types
    """Signs in as allauth does."""

    def get_user(self, user_id: Any) -> Account | None:
        """The account of a session, if it may still sign in."""
        posts = _by_account(account=user_id)
        account = posts[0].account if posts else next(iter(_by_key(key=user_id)), None)
        if account is None or not self.user_can_authenticate(account):
            return None
        account.read_posts = posts
        return account

    def user_can_authenticate(self, user: Account) -> bool:
        return bool(super().user_can_authenticate(user)) and works_here(user)


def works_here(account: Account) -> bool:
    """An account of the demo, whose password everybody reads, works in a demo alone."""
    return bool(settings.DEMO) or not account.is_demo


def posts_of(account: Account) -> list[Post]:
    """All posts that the account ever had, the earliest first, each with its body."""
    key: UUID = account.pk
    return _by_account(account=key) if account.read_posts is None else account.read_posts
