"""Seven people of the demo, from nobody in particular to the administrator."""

from django.test import Client
from django.urls import reverse

from huaihai import alliance
from huaihai.front.demo import people, views
from huaihai.members.models import Account, Role
from tests.posts import sign_in

NAMES = ("public", "consumer", "business", "officer", "head", "secretariat", "administrator")


def reader(name: str) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    if name == "consumer":
        for case in views._shown():
            client.post(reverse("track"), {"number": case.case.number, "code": case.code})
    elif name != "public":
        sign_in(client, Account.objects.get(username=_username(name)))
    return client


def _username(name: str) -> str:
    places = alliance.load().raw["demo"]
    return {
        "business": people.SHOPKEEPER,
        "officer": people.officer_of(places["lead"]),
        "head": f"head-{places['home']}",
        "secretariat": "secretariat",
        "administrator": Role.SYSTEM_ADMIN.value.replace("_", "-"),
    }[name]
