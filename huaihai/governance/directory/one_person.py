"""Accounts whose private number in the directory of telephones is the same (asked by `members.persons`)."""

from uuid import UUID

from huaihai.governance.models import Contact


def accounts(account: UUID) -> frozenset[UUID]:
    """Accounts that were ever listed with a number of this one; the number is found by its blind index alone."""
    people = Contact.objects.filter(kind=Contact.Kind.PERSON)
    own = people.filter(account_id=account).exclude(private_index="").values("private_index")
    return frozenset(people.filter(private_index__in=own).values_list("account_id", flat=True)) - {None}
