"""Which channel serves which text, what was sent in numbers, and the newest messages."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.education.models import Delivery, DeliveryQuerySet, Edition, Publication
from huaihai.education.sending import verbs
from huaihai.education.sending.letters import Desk
from huaihai.education.sending.receivers import masked
from huaihai.kit import local_words
from huaihai.kit.ways import way


@dataclass(frozen=True)
class Served:
    """One channel: what it is called, where it stands, and the fingerprint of the text that it gives now."""

    label: str
    url: str
    fingerprint: str
    is_right: bool


def served(publication: Publication, last: Edition | None) -> list[Served]:
    """The channels of a publication; right is the text of the last edition that brought one. None of a draft."""
    version = publication.shown
    if version is None or publication.state == Publication.State.DRAFT:
        return []
    fingerprint = version.document_hash
    is_right = last is None or last.version is None or fingerprint == last.version.document_hash
    return [Served(label, url, fingerprint, is_right) for label, url in _places(publication) if url]


def _places(publication: Publication) -> list[tuple[str, str]]:
    slug = publication.slug
    places = [(_("Public page"), publication.get_absolute_url())]
    if publication.kind not in Publication.ALERTS:
        return places
    cities = [row.city for row in publication.city_rows.all() if row.is_shown]
    places += [
        (
            _("Page of %(city)s") % {"city": local_words.place(city.place_name)},
            way("city-warnings", city.region_code),
        )
        for city in cities
    ]
    return [
        *places,
        ("Atom", way("warnings-atom")),
        ("RSS", way("warnings-rss")),
        ("JSON Feed", way("warnings-json")),
        ("CAP 1.2", way("cap-index")),
        (_("On the sites of the cities (embedded)"), way("embed-warnings")),
        (_("Poster A4"), way("paper-poster-a4", slug)),
        (_("Poster A3"), way("paper-poster-a3", slug)),
        (pgettext("channel", "Long picture"), way("paper-picture", slug)),
        (pgettext("channel", "WeChat article"), way("paper-wechat", slug)),
        (pgettext("channel", "Words for SMS and loudspeaker"), way("paper-texts", slug)),
        (pgettext("channel", "Check of products"), way("check")),
    ]


State, Notice = Delivery.State, Delivery.Notice


@dataclass
class Sent:
    """An edition by one channel. `left`: unsubscribed since, or off the press list."""

    channel: str
    notice: str
    counts: dict[str, int] = field(default_factory=dict)
    left: int = 0
    last_at: datetime | None = None

    @property
    def waiting(self) -> int:
        return self.counts.get(State.WAITING, 0)

    @property
    def sent(self) -> int:
        return self.counts.get(State.SENT, 0)

    @property
    def gave_up(self) -> int:
        return self.counts.get(State.GAVE_UP, 0)

    @property
    def superseded(self) -> int:
        return self.counts.get(State.SUPERSEDED, 0)

    @property
    def stopped(self) -> int:
        return self.counts.get(State.STOPPED, 0)

    @property
    def channel_label(self) -> str:
        label = str(Delivery.Channel(self.channel).label)
        return label if self.notice == Notice.OUT else f"{label} · {Notice(self.notice).label}"


@dataclass(frozen=True)
class Reached:
    """Of those who hold an earlier text, how many have the last edition."""

    held: int
    sent: int
    waiting: int
    gave_up: int

    @property
    def left(self) -> int:
        """Unsubscribed before it went out, or before it left."""
        return self.held - self.sent - self.waiting - self.gave_up

    @property
    def is_complete(self) -> bool:
        return self.sent + self.left == self.held


def sent(editions: Sequence[Edition]) -> dict[Any, list[Sent]]:
    """By edition, its channels. One query."""
    gone = Q(subscription__ended_at__isnull=False) | Q(press__ended_at__isnull=False)
    rows = (
        Delivery.objects.filter(edition__in=[edition.pk for edition in editions])
        .values("edition", "channel", "notice", "state")
        .annotate(
            n=Count("pk"),
            left=Count("pk", filter=gone),
            last_at=Max("ended_at", filter=Q(state=State.SENT)),
        )
        .order_by("edition", "channel", "notice", "state")
    )
    held: dict[Any, dict[tuple[str, str], Sent]] = {}
    for row in rows:
        of_edition = held.setdefault(row["edition"], {})
        key = (row["channel"], row["notice"])
        one = of_edition.setdefault(key, Sent(*key))
        one.counts[row["state"]] = row["n"]
        one.left += row["left"]
        one.last_at = row["last_at"] or one.last_at
    return {edition: list(channels.values()) for edition, channels in held.items()}


def reached(editions: Sequence[Edition]) -> Reached | None:
    """Whether the last edition reaches who holds an earlier one; None if nobody does. Two queries."""
    if len(editions) < 2:  # nothing was corrected yet
        return None
    *earlier, last = editions
    had = Delivery.objects.filter(edition__in=[edition.pk for edition in earlier], state=State.SENT)
    told = Delivery.objects.filter(edition=last, notice=Notice.OUT)
    same = Exists(had.filter(subscription=OuterRef("subscription"))) | Exists(
        had.filter(press=OuterRef("press"))
    )
    held = had.order_by().values("subscription", "press").distinct().count()
    if not held:
        return None
    by_state = dict(told.filter(same).order_by().values_list("state").annotate(n=Count("pk")))
    return Reached(
        held=held,
        sent=by_state.get(State.SENT, 0),
        waiting=by_state.get(State.WAITING, 0),
        gave_up=by_state.get(State.GAVE_UP, 0),
    )


def of_first(editions: Sequence[Edition]) -> DeliveryQuerySet:
    """Those who were told of the first edition, one row each, in the order of queueing."""
    first = [edition.pk for edition in editions[:1]]
    return (
        Delivery.objects.filter(edition__in=first, notice=Notice.OUT)
        .select_related("subscription", "press")
        .order_by("pk")
    )


@dataclass(frozen=True)
class NewestMessage:
    """A message as it was sent; the address is masked."""

    to: str
    is_sms: bool
    at: datetime | None
    text: str


def newest(number: int) -> list[NewestMessage]:
    """So many that were sent last. A digest is told row by row."""
    sent = Delivery.objects.filter(state=Delivery.State.SENT).order_by("-ended_at", "-pk")
    rows = verbs.whole(sent.values_list("pk", flat=True)[:number])
    desk = Desk()
    return [
        NewestMessage(_to(row), row.channel == Delivery.Channel.SMS, row.ended_at, desk.letter([row]).text)
        for row in sorted(rows, key=lambda row: -row.pk)
    ]


def _to(row: Delivery) -> str:
    if row.press is not None:
        return row.press.outlet
    return masked(row.subscription.address) if row.subscription else ""
