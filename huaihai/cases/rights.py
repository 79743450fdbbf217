"""Who acts on files and reads them; who reads lists of cases as lists: file number, cities, days and clocks.

A list row names no person, tells no story and names no business, so it may be read further than the file: the
rows of all cities are read by who speaks for a city's body in the alliance (its head, its alliance desk) and by the
alliance's auditor. See decision 0009.
"""

from huaihai.governance import standing
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Role

CASEWORK = ("officer", "mediator", "head")  # roles that act on cases
READING = (*CASEWORK, "auditor")  # roles that look at them


def reads_all(actor: Actor) -> bool:
    """Whether the actor reads the list rows of every city."""
    if actor.kind == "system":
        return True
    body = standing.delegation_of(actor)
    if body is not None and body.kind in (Organisation.Kind.CITY, Organisation.Kind.ALLIANCE):
        return True
    node = actor.organisation
    is_of_alliance = node is not None and node.kind == Organisation.Kind.ALLIANCE
    return actor.kind == "officer" and is_of_alliance and Role.AUDITOR in actor.roles


def own_city(actor: Actor) -> str:
    """The path of the city whose list rows the officer reads, from wherever in that city; "" for none."""
    node = actor.organisation
    if not actor.may_open_files or node is None or node.kind == Organisation.Kind.ALLIANCE:
        return ""
    return "/".join(node.path.split("/")[:2]) + "/"
