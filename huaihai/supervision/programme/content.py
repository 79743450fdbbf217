"""What a programme says, in one form: the list that is put to the vote, its fingerprint, and the motion's words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.kit import local_words, spoken
from huaihai.members.models import Organisation
from huaihai.supervision.models import Programme, Topic

ALLIANCE = "alliance"


def content_of(programme: Programme) -> dict[str, Any]:
    """The year and every chosen topic, in one order."""
    return {"year": programme.year, "items": [terms_of(topic) for topic in chosen(programme)]}


def chosen(programme: Programme) -> list[Topic]:
    """The chosen topics with leader and project, in the order of their first day."""
    rows = programme.topics.filter(stage="chosen").select_related("lead", "project", "body")
    return list(rows.order_by("starts_on", "pk"))


def terms_of(topic: Topic) -> dict[str, Any]:
    """What a chosen topic says, as plain values."""
    return {
        "topic": str(topic.pk),
        "title": topic.title,
        "why": topic.why,
        "kind": topic.kind,
        "theme": topic.theme,
        "lead": topic.lead.key if topic.lead else ALLIANCE,
        "from": str(topic.starts_on),
        "until": str(topic.ends_on),
    }


def motion_text(programme: Programme) -> str:
    """The words of the motion that adopts it: the numbered list, and the fingerprint of exactly this list."""
    lines = [_line(number, topic) for number, topic in enumerate(chosen(programme), start=1)]
    last = _("SHA-256 of this list: %(hash)s") % {"hash": programme.content_hash}
    return "\n".join([_("The cities look into the following together:"), *lines, last])


def _line(number: int, topic: Topic) -> str:
    return _("%(n)s. %(title)s (%(theme)s, %(kind)s): led by %(lead)s, %(first)s to %(last)s") % {
        "n": number,
        "title": topic.title,
        "theme": topic.get_theme_display(),
        "kind": topic.get_kind_display(),
        "lead": leader_words(topic.lead),
        "first": spoken.full_day(topic.starts_on) if topic.starts_on else "",
        "last": spoken.full_day(topic.ends_on) if topic.ends_on else "",
    }


def leader_words(body: Organisation | None) -> str:
    """The short name of who leads."""
    return local_words.in_script(body.short_name) if body else pgettext("supervision", "the alliance")
