"""What a programme says, in one form: the list that is put to the vote, its fingerprint, and the motion's words."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.kit import local_words, spoken
from huaihai.members.models import Organisation
from huaihai.supervision.actions.planning import CityPart, plan_hash
from huaihai.supervision.models import Programme, ProgrammeItem, Project

ALLIANCE = "alliance"


def content_of(programme: Programme) -> dict[str, Any]:
    """The year, the criteria, and every item that is to be done, in one order; in four queries."""
    return {
        "year": programme.year,
        "criteria": programme.criteria,
        "items": [said(item) for item in items_of(programme) if not item.is_dropped],
    }


def items_of(programme: Programme) -> list[ProgrammeItem]:
    """All items with leader, project, topic and parts, in the order of their first day."""
    rows = programme.items.select_related("lead", "project", "topic")
    return list(rows.prefetch_related("parts__body", "changes").order_by("starts_on", "pk"))


def said(item: ProgrammeItem) -> dict[str, Any]:
    """What an item says, as plain values."""
    return {
        "topic": str(item.topic_id),
        "title": item.title,
        "why": item.why,
        "kind": item.kind,
        "theme": item.theme,
        "lead": item.lead.key if item.lead else ALLIANCE,
        "from": item.starts_on.isoformat(),
        "until": item.ends_on.isoformat(),
        "parts": [[part.body.key, part.share, part.budget_fen] for part in item.parts.all()],
    }


def parts_of(item: ProgrammeItem) -> list[CityPart]:
    """Its cities as a project takes them."""
    return [CityPart(part.body, part.share, part.budget_fen) for part in item.parts.all()]


def fingerprint(content: dict[str, Any]) -> str:
    """SHA-256 of its canonical form, as 64 hexadecimal digits."""
    return plan_hash(content)


def themes_left_out(items: Sequence[ProgrammeItem]) -> list[str]:
    """The themes under which nothing is to be done, in words."""
    covered = {item.theme for item in items if not item.is_dropped}
    return [str(theme.label) for theme in Project.Theme if theme not in covered]


def motion_text(programme: Programme) -> str:
    """The words of the motion that adopts it: the numbered list, the sum, and the fingerprint of exactly this list."""
    items = [item for item in items_of(programme) if not item.is_dropped]
    lines = [_line(number, item) for number, item in enumerate(items, start=1)]
    total = sum(part.budget_fen for item in items for part in item.parts.all())
    last = _("Money in all: %(sum)s yuan. SHA-256 of this list: %(hash)s") % {
        "sum": spoken.yuan(total),
        "hash": programme.content_hash,
    }
    return "\n".join([_("The cities look into the following together:"), *lines, last])


def _line(number: int, item: ProgrammeItem) -> str:
    return _(
        "%(n)s. %(title)s (%(theme)s, %(kind)s): led by %(lead)s, %(first)s to %(last)s, %(money)s yuan"
    ) % {
        "n": number,
        "title": item.title,
        "theme": item.get_theme_display(),
        "kind": item.get_kind_display(),
        "lead": leader_words(item.lead),
        "first": spoken.full_day(item.starts_on),
        "last": spoken.full_day(item.ends_on),
        "money": spoken.yuan(sum(part.budget_fen for part in item.parts.all())),
    }


def leader_words(body: Organisation | None) -> str:
    """The short name of who leads."""
    return local_words.in_script(body.short_name) if body else pgettext("supervision", "the alliance")
