"""The frame of the office's pages: the menu, and who is looking."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.governance import standing
from huaihai.kit import clock, guards, local_words
from huaihai.kit.desk import Desk, Group, Item
from huaihai.members.actors import Actor

readers = guards.staff(*sorted(standing.READING))  # the guard of every page here

MENU: tuple[tuple[Promise | str, tuple[tuple[str, str, Promise | str], ...]], ...] = (
    (
        _("Deciding"),
        (
            ("office", "office", _("What is waiting")),
            ("meetings", "office-meetings", _("Meetings")),
            ("motions", "office-motions", _("Motions and votes")),
            ("duties", "office-duties", _("Follow-up duties")),
            ("agreement", "office-agreement", _("Agreement")),
            ("hand-over", "office-hand-over", _("Hand-over")),
        ),
    ),
    (
        _("Together"),
        (
            ("roster", "office-roster", _("Duty roster")),
            ("directory", "office-directory", _("Telephone directory")),
            ("pools", "office-pools", _("Shared pools")),
            ("charter", "office-charter", _("Nine in one")),
            ("plans", "office-plans", _("Plans and reports")),
        ),
    ),
    (
        _("One action"),
        (
            ("supervision", "office-projects", _("Projects of supervision")),
            ("programme", "office-programmes", _("Yearly programme")),
        ),
    ),
    (
        _("Three hearts"),
        (
            ("brands", "office-brands", _("Entries of the three hearts")),
            ("brand-assessing", "office-brand-assessments", _("My assessments")),
            ("brand-proceedings", "office-brand-proceedings", _("Proceedings about conduct")),
            ("brand-misuse", "office-brand-misuse", _("Reports of misuse")),
            ("brand-programme", "office-brand-programme", _("Basis and criteria")),
        ),
    ),
    (
        _("One aim"),
        (
            ("insight", "office-insight", _("Numbers")),
            ("alarms", "office-alarms", _("Early warning")),
            ("callbacks", "office-callbacks", _("Calling back")),
            ("redecisions", "office-redecisions", _("Decided twice")),
            ("narratives", "office-narratives", _("People's own words")),
            ("insight-reports", "office-insight-reports", _("Reports to send upward")),
        ),
    ),
    (
        _("One voice"),
        (
            ("publications", "office-publications", _("Warnings and texts")),
            ("exposures", "office-exposures", _("Exposures")),
            ("topics", "office-topics", _("Topics")),
            ("lessons", "office-lessons", _("What lessons do")),
            ("translations", "office-translations", _("Translations")),
            ("imports", "office-imports", _("Old pages")),
            ("press", "office-press", _("Press list")),
        ),
    ),
)

WITH_FILES = frozenset({"narratives"})  # entries whose pages show what stands in complaint files


def actor_of(request: HttpRequest) -> Actor:
    """Who sent this request."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by members.middleware
    return actor


def frame(request: HttpRequest, current: str) -> dict[str, Any]:
    """Context of every page of the office: `desk` (the side), and `is_office`: the reader acts for it today."""
    actor = actor_of(request)
    body = actor.organisation
    groups = [
        Group(title, [item for row in rows if _opens(row[0], actor) and (item := _item(*row, current))])
        for title, rows in MENU
    ]
    if actor.may_open_files and (desk := _item("desk", "desk", _("Complaints desk"), current)):
        groups.append(Group(_("Cases"), [desk]))
    if own := _item("my-account", "my-account", _("My account"), current):
        groups.append(Group(pgettext_lazy("menu", "Yourself"), [own]))
    return {
        "desk": Desk(
            local_words.in_script(body.short_name) if body else "",
            getattr(request.user, "shown_name", ""),
            groups,
        ),
        "is_office": standing.is_office(actor, on=clock.today()),
    }


def _opens(key: str, actor: Actor) -> bool:
    """Whether this entry's page opens for the reader, who may read the office's pages."""
    return key not in WITH_FILES or actor.may_open_files


def _item(key: str, name: str, label: Promise | str, current: str) -> Item | None:
    try:
        return Item(label, reverse(name), is_current=key == current)
    except NoReverseMatch:  # a room that another installation leaves out
        return None
