"""What the person concerned and the head of the body are told of a post or a way to sign in: asked for, given, ended.

By the telephones of persons that the body keeps; both also read it under “My account”. Never a name, never a link.
"""

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from huaihai import alliance
from huaihai.governance.models import Contact
from huaihai.kit import phones
from huaihai.kit.clock import local_day
from huaihai.members import accounts
from huaihai.members.models import Account, Organisation, Post, Role
from huaihai.record import outbox
from huaihai.record.models import Event, OutboxMessage

WHATS = {"account closed": _lazy("the account itself")}
STATES = {
    "power asked": _lazy("is asked for; a second person must say yes."),
    "post ended": _lazy("was ended."),
    "account closed": _lazy("was closed."),
}


def of_event(event: Event) -> None:
    """Told once an event: something was asked for, given or taken away."""
    second = "asked_by" in event.facts
    if event.verb == "post opened" and not second:
        return  # the program itself, or the first administrator, gave it
    if event.verb == "password link made" and second and not event.facts["new_factor"]:
        return  # it came with a first post, which was told
    account = Account.objects.get(pk=event.subject.removeprefix("account:"))
    body = Organisation.objects.filter(
        key=event.facts.get("organisation", "")
    ).first() or accounts.highest_body(account)
    if body is None:
        return  # an account of a business
    on = local_day(event.at)
    heads = Post.objects.held_on(on).filter(
        organisation__path__in=body.paths_above_and_own(), role=Role.HEAD, account__is_active=True
    )
    lines = Contact.objects.in_use(on).filter(
        kind=Contact.Kind.PERSON, account_id__in=[account.pk, *heads.values_list("account_id", flat=True)]
    )
    numbers = sorted({number for line in lines if (number := phones.mobile(line.private_phone))})
    for place, number in enumerate(numbers):
        outbox.queue(
            effect_key=f"{event.subject}:power:{event.pk}:{place}",
            subject=event.subject,
            channel=OutboxMessage.Channel.SMS,
            address=number,
            text=_text(event, account, body),
            at=event.at,
        )


def _text(event: Event, account: Account, body: Organisation) -> str:
    with translation.override("zh-hans"):
        role = event.facts.get("role")
        words = _(
            "[%(platform)s] Account %(account)s, %(body)s: %(what)s %(state)s "
            "If you know nothing of it, tell an administrator at once."
        )
        return words % {
            "platform": alliance.load().platform_name,
            "account": account.username,
            "body": body.short_name,
            "what": Role(role).label if role else WHATS.get(event.verb, _("a new way to sign in")),
            "state": STATES.get(event.verb, _("was given.")),
        }
