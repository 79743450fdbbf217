"""What a business is told when an issue is frozen: that it stands in it, until when it alone reads that, and whom to
call. By text message to the number it is known by; never what stands there."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from huaihai.businesses.models import Enrolment
from huaihai.insight.models import BusinessIndex
from huaihai.insight.statistics import keys
from huaihai.kit import spoken
from huaihai.members.directory import ROOT_KEY
from huaihai.members.messages import sender
from huaihai.members.models import Organisation
from huaihai.record import outbox
from huaihai.record.models import OutboxMessage


def of_frozen(issue: BusinessIndex, *, at: datetime) -> None:
    """Queue one for each business whose number is known, in the caller's transaction."""
    cities = {body.region_code: body for body in Organisation.objects.cities()}
    whole = Organisation.objects.filter(key=ROOT_KEY).first()
    live = Enrolment.objects.live().filter(business__in=issue.rows.values("business"))
    contacts = {row.business_id: str(row.contact_phone) for row in live}
    for row in issue.rows.select_related("business"):
        phone, body = contacts.get(row.business_id) or str(row.business.phone), cities.get(row.city, whole)
        if phone and body is not None:
            outbox.queue(
                effect_key=f"{row.business.record_key}:index:{issue.quarter}:sms",
                subject=row.business.record_key,
                channel=OutboxMessage.Channel.SMS,
                address=phone,
                text=_words(row.name, issue, body),
                at=at,
            )


def _words(name: str, issue: BusinessIndex, body: Organisation) -> str:
    with translation.override("zh-hans"):
        return _(
            "[%(platform)s] %(name)s: the index of businesses for %(quarter)s is published on %(day)s. Look at your "
            "place first, at your business desk; what is wrong is corrected. Questions: %(body)s %(phone)s."
        ) % {
            **sender(body),
            "name": name,
            "quarter": keys.period(issue.quarter),
            "day": spoken.full_day(issue.public_on) if issue.public_on else "",
        }
