"""Who reads lists of cases as lists: file number, cities, days and clocks, never a file.

A list row names no person, tells no story and names no business, so it may be read further than the file: the
alliance's desk (every post of the secretariat) and its auditor read the rows of all cities. See decision 0009.
"""

from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Role


def reads_all(actor: Actor) -> bool:
    """Whether the actor reads the list rows of every city."""
    if actor.kind == "system" or (actor.kind == "officer" and Role.SECRETARIAT in actor.roles):
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
