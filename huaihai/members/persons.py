"""Which accounts are one person's: nobody decides twice through two of them.

The house takes two accounts for one person's where the directory of telephones names the same private number for both,
now or ever. That is the number to which messages about an account go, so whoever wants them cannot name another's.
"""

from collections.abc import Callable
from uuid import UUID

from django.utils.module_loading import import_string

from huaihai import reactions
from huaihai.members.actors import Actor


def accounts_of(account: UUID) -> frozenset[UUID]:
    """This account and others of the same person."""
    others: Callable[[UUID], frozenset[UUID]] = import_string(reactions.ACCOUNTS_OF_ONE_PERSON)
    return others(account) | {account}


def keys_of(actor: Actor) -> frozenset[str]:
    """How the record names whoever acts, by all accounts of the person."""
    if actor.account_id is None:
        return frozenset({actor.key})
    return frozenset({actor.key, *(f"account:{one}" for one in accounts_of(actor.account_id))})
