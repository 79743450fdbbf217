"""The menu at the side of the office's pages: entries that rooms hand in (`reactions.OFFICE_MENU`)."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai import reactions
from huaihai.desk.lives import Words
from huaihai.kit.side import Group, Item
from huaihai.members.actors import Actor


@dataclass(frozen=True)
class Entry:
    """One link: a page says by `key` that it stands below it, `address` is the name of its own address."""

    key: str
    address: str
    label: Words
    with_files: bool = False  # its pages show what stands in complaint files


@dataclass(frozen=True)
class Entries:
    """What one room hands in, under its heading."""

    title: Words
    rows: tuple[Entry, ...]


YOURSELF = Entries(pgettext_lazy("menu", "Yourself"), (Entry("my-account", "my-account", _("My account")),))


def groups_for(actor: Actor, current: str) -> list[Group]:
    """The menu for a reader of the office, without what does not open for them."""
    handed_in: list[Entries] = [import_string(name) for name in reactions.OFFICE_MENU]
    found = []
    for entries in (*handed_in, YOURSELF):
        rows = [entry for entry in entries.rows if actor.may_open_files or not entry.with_files]
        if rows:
            items = [Item(row.label, reverse(row.address), is_current=row.key == current) for row in rows]
            found.append(Group(entries.title, items))
    return found
