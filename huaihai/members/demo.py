"""The demo's accounts, with what is needed to sign in. Empty outside the demo."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.conf import settings

from huaihai.members import factors
from huaihai.members.models import Account, Post

PASSWORD = "huaihai-demo-2026"  # noqa: S105 -- printed on the demo's own sign-in page


@dataclass(frozen=True)
class DemoAccount:
    """One row of the list on the sign-in page. `code` is the authenticator's code at this moment."""

    username: str
    password: str
    name: str
    role: str
    body: str
    code: str


def demo_accounts() -> list[DemoAccount]:
    """All demo accounts, staff first in the order of the tree, then business users."""
    if not settings.DEMO:
        return []
    factors_by_account = {
        factor.user_id: factor
        for factor in Authenticator.objects.filter(
            user__is_demo=True, user__is_active=True, type=Authenticator.Type.TOTP
        ).select_related("user")
    }
    posts: dict[object, Post] = {}
    for post in Post.objects.filter(account__in=factors_by_account).select_related("organisation"):
        posts.setdefault(post.account_id, post)
    rows = [
        (_place(posts.get(account_id)), _row(factor, posts.get(account_id)))
        for account_id, factor in factors_by_account.items()
    ]
    return [row for _place_, row in sorted(rows, key=lambda pair: (pair[0], pair[1].username))]


def code_for(account: Account) -> str:
    """The code that a demo account's authenticator shows now; "" for any other account."""
    if not (settings.DEMO and account.is_demo):
        return ""
    factor = Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).first()
    return factors.code_of(decrypt(factor.data["secret"])) if factor else ""


def _place(post: Post | None) -> tuple[int, int, str]:
    if post is None:
        return (2, 0, "")
    is_city = post.organisation.kind in ("alliance", "city")
    return (0 if is_city else 1, post.organisation.position if is_city else 0, post.organisation.path)


def _row(factor: Authenticator, post: Post | None) -> DemoAccount:
    return DemoAccount(
        username=factor.user.username,
        password=PASSWORD,
        name=factor.user.shown_name,
        role=post.get_role_display() if post else "",
        body=post.organisation.short_name if post else "",
        code=factors.code_of(decrypt(factor.data["secret"])),
    )
