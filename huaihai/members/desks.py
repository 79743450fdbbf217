"""Where somebody who signed in begins. Names of pages, since most stand in rooms above this one."""

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from huaihai.members.actors import Actor
from huaihai.members.models import Role

CASEWORK = frozenset({Role.OFFICER, Role.MEDIATOR, Role.HEAD})
OFFICE = frozenset({Role.SECRETARIAT, Role.AUDITOR})


def first_page_of(actor: Actor) -> str:
    """The name of the page: the complaints desk, the alliance's office, the accounts, or a business's desk.

    The own account for somebody who has none of them.
    """
    name: str = settings.HUAIHAI_DESKS.get(actor.kind, "my-account")
    if actor.kind != "officer" or actor.roles & CASEWORK:
        return name
    if not actor.roles & OFFICE:
        return "people"
    return "office" if _is_open("office") else name


def _is_open(name: str) -> bool:
    try:
        reverse(name)
    except NoReverseMatch:  # an installation without that room
        return False
    return True
