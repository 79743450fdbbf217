"""What is longest on an officer's page of a case, written by hand: the record, and the steps that can be taken."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from huaihai.cases.models import Case
from huaihai.kit import clock
from huaihai.kit.templatetags.parts import escaped, moment

if TYPE_CHECKING:  # imported at every start, as all parts of templates are
    from huaihai.cases.desk.step import VerbPage

register = template.Library()
A_NOUN = "noun"


@register.simple_tag
def record(lines: Iterable[Mapping[str, Any]]) -> SafeString:
    """The lines of the record: when and by whom, what, who has it from then on, whose words."""
    today, written = clock.today(), []
    for line in lines:
        who = f" · {escaped(line['who'])}" if line["who"] else ""
        to_whom = f"{_(': ')}{escaped(line['handler'])}" if line["handler"] else ""
        body = ""
        if line["to"]:
            told = _("Responsible from then on: %(body)s") % {"body": escaped(line["to"])}
            body = f'<p class="minor">{told}</p>'
        words = f'<p class="pre">{escaped(line["text"])}</p>' if line["text"] else ""
        opens = '<li class="now">' if line["is_now"] else "<li>"
        when = moment(line["at"], today, who)
        written.append(f"{opens}{when}<b>{escaped(line['title'])}{to_whom}</b>{body}{words}</li>")
    return mark_safe("".join(written))  # noqa: S308 -- every value in it was escaped


@register.simple_tag(takes_context=True)
def steps(context: Context, pages: Iterable["VerbPage"], case: Case, *, keys: bool = False) -> SafeString:
    """A button for each step; one that needs no form acts at once. `keys`: say by which key it is opened."""
    before, _noun, after = reverse("desk-step", args=[case.pk, A_NOUN]).rpartition(A_NOUN)
    hidden, written = "", []
    for page in pages:
        url, words = f"{before}{page.noun}{after}", escaped(page.words)
        if page.one_click:
            hidden = hidden or _hidden(context, case)
            button = f'<button class="btn plain small" type="submit">{words}</button>'
            written.append(f'<form method="post" action="{url}">{hidden}{button}</form>\n')
            continue
        key = escaped(page.key) if keys else ""
        opened, shown = (f' data-key="{key}"', f" <kbd>{key.upper()}</kbd>") if key else ("", "")
        written.append(f'<a class="btn small plain" href="{url}"{opened}>{words}{shown}</a>')
    return mark_safe("".join(written))  # noqa: S308 -- likewise


def _hidden(context: Context, case: Case) -> str:
    """For forms that act: the token, as `csrf_token` of a template, and how the case was seen."""
    token = escaped(context.get("csrf_token", ""))
    return (
        f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">'
        f'<input type="hidden" name="seen" value="{case.version}">'
    )
