"""A house with something to lose, and the administrators who want it: two of one role, and one of the other."""

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from huaihai.businesses.models import Representative
from huaihai.cases.models import Case
from huaihai.compensation.models import Claim, Decision
from huaihai.compensation.tests import market
from huaihai.compensation.tests.market import Market
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Post, Role
from tests.posts import body, post_at, sign_in

CITY, LEAD, COUNTY = "city:320300", "city:411400", "county:411402"
NAMES = ("system", "colleague", "security")


@dataclass
class House:
    """What is to be kept, and who tries."""

    market: Market
    claim: Claim
    head: Account
    officer: Account
    administrators: dict[str, Account]

    @property
    def case(self) -> Case:
        found: Case = self.claim.case
        return found

    def actor(self, name: str) -> Actor:
        return Actor.officer(self.administrators[name].posts.get())

    def browser(self, name: str) -> Client:
        client = Client()
        sign_in(client, self.administrators[name])
        return client


def assemble() -> House:
    """Li's claim waits for its two deciders; each city has a head; three administrators act from the alliance."""
    cache.clear()
    held = market.assemble()
    heads = [post_at(key, Role.HEAD, username=f"head-{key[-6:]}").account for key in (CITY, LEAD)]
    roles = (Role.SYSTEM_ADMIN, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
    administrators = {
        name: post_at("alliance", role, username=name).account
        for name, role in zip(NAMES, roles, strict=True)
    }
    officer = Account.objects.get(username="zhao")
    return House(held, market.checked(held), heads[1], officer, administrators)


def what_is_held(house: House) -> dict[str, Any]:
    """Everything that an administrator must not move: who may do what, who signs in how, what was decided."""
    staff = Account.objects.get_queryset().exclude(pk__in=[one.pk for one in house.administrators.values()])
    posts = Post.objects.filter(until_on=None)
    return {
        "posts": sorted(posts.values_list("account__username", "role", "organisation__key")),
        "factors": sorted(staff.filter(authenticator__type="totp").values_list("username", flat=True)),
        "people of businesses": sorted(
            Representative.objects.values_list("account__username", "role", "until_on")
        ),
        "decisions": Decision.objects.count(),
        "claim": Claim.objects.values_list("stage", "payee", "version").get(pk=house.claim.pk),
        "case": Case.objects.values_list("stage", "version").get(pk=house.case.pk),
    }


def sees_no_case(client: Client, house: House) -> bool:
    """Whether neither list, page nor search shows the case, and no consumer's name comes up."""
    case = house.case
    pages = [
        reverse("desk-case", args=[case.pk]),
        reverse("desk"),
        f"{reverse('office-find')}?q={case.number}",
    ]
    pages += [reverse("office"), reverse("system-audit"), reverse("people")]
    for url in pages:
        answer = client.get(url)
        shown = answer.content.decode() if answer.status_code == 200 else ""
        if case.title in shown or "Li (test)" in shown or reverse("desk-case", args=[case.pk]) in shown:
            return False
    return True


def body_id(key: str) -> str:
    return str(body(key).pk)
