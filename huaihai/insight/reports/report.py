"""A report in the form in which such reports are sent upward, with what it says beside its numbers."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from huaihai import alliance
from huaihai.desk.measured import joined, sentence
from huaihai.desk.papers.document import Document, Section
from huaihai.education.models import Publication
from huaihai.insight.axes import WHOLE, Axis
from huaihai.insight.releases.tables import last_day, months_of
from huaihai.insight.reports import tables
from huaihai.insight.reports.tables import Source, within
from huaihai.insight.statistics import keys
from huaihai.insight.statistics.deriving import ALL, Number, Spot, figures_of
from huaihai.insight.statistics.facts import residents
from huaihai.insight.statistics.writing import marked
from huaihai.kit import local_words, spoken
from huaihai.kit.clock import ZONE, local_day, local_moment
from huaihai.kit.country import gettext as _
from huaihai.kit.country import pgettext


def document(source: Source) -> Document:
    """The report in the reader's language."""
    return Document(
        title=_title(source),
        summary=_summary(source),
        caution="" if source.is_public else internal(),
        sections=tuple(_sections(source)),
        sources=sources(source),
    )


def received(source: Source) -> Number:
    """All complaints of the report's place and period."""
    return source.numbers.get(Axis.ALL, source.period, source.place, WHOLE, "received")


def _title(source: Source) -> str:
    words = {"period": keys.period(source.period), "place": keys.place(source.place)}
    if source.place == ALL:
        return _("Consumer complaints of the alliance, %(period)s") % words
    return _("Consumer complaints in %(place)s, %(period)s") % words


def _summary(source: Source) -> str:
    count = received(source)
    if not isinstance(count, int):
        return _("The number of complaints of this period is not published.")
    spot = Spot(Axis.ALL, source.period, source.place, WHOLE)
    figures = figures_of(source.numbers, residents(), spot)
    number = marked(f"{count:,}", "received", spot, source.counted)
    said = [sentence(_("%(n)s complaints were received."), n=number)]
    for name, more, less in (
        (
            "change_before",
            _("That is %(percent)s %% more than in the period before."),
            _("That is %(percent)s %% less than in the period before."),
        ),
        (
            "change_year",
            _("Compared with the same time of the year before it is %(percent)s %% more."),
            _("Compared with the same time of the year before it is %(percent)s %% less."),
        ),
    ):
        if (value := figures.get(name)) is not None:
            said.append((less if value.startswith("-") else more) % {"percent": value.lstrip("-")})
    if (rate := figures.get("rate")) is not None:
        rate = marked(rate, "rate", spot, source.counted)
        said.append(sentence(_("For every 100,000 residents that is %(rate)s."), rate=rate))
    return joined(said)


def _sections(source: Source) -> Iterator[Section]:
    yield _outcomes(source)
    for axis, title in (
        (Axis.NATURE, _("What went wrong")),
        (Axis.CATEGORY, _("Goods and services")),
    ):
        if table := tables.by_key(source, axis):
            yield Section(
                title, _hot(source, axis), charts=(tables.chart(source, axis, title),), tables=(table,)
            )
    yield _places(source)
    rest = [
        table
        for axis in (Axis.CHANNEL, Axis.REMEDY, Axis.AMOUNT, Axis.DAYS)
        if (table := tables.by_key(source, axis))
    ]
    if rest:
        yield Section(_("Ways in, wishes, sums and time"), tables=tuple(rest))
    if alerts := alert_lines(source):
        yield Section(_("Warnings and tips of this period"), alerts)
    yield Section(_("How it was counted"), definitions(source))


def _places(source: Source) -> Section:
    title = pgettext("report", "Places")
    table = tables.by_place(source, within(source.place))
    if table is None:
        return Section(
            title, (_("For this period no numbers of single places are published: they are too small."),)
        )
    return Section(title, tables=(table,))


def _outcomes(source: Source) -> Section:
    title = _("What became of them")
    table = tables.outcomes(source)
    if table is None:
        return Section(
            title,
            (
                _(
                    "What became of these complaints is published 90 days after the quarter, when nearly all have "
                    "ended."
                ),
            ),
        )
    spot = Spot(Axis.ALL, source.period, source.place, WHOLE)
    figures = figures_of(source.numbers, residents(), spot)
    said = []
    low, high = figures.get("solved_low"), figures.get("solved_high")
    if low is not None and high is not None:
        said.append(
            sentence(
                _(
                    "Share solved: %(low)s of those that were ours to solve, as far as consumers confirmed it. If all "
                    "unknown ones were solved too, it would be %(high)s."
                ),
                low=marked(f"{low}%", "solved", spot, source.counted),
                high=marked(f"{high}%", "solved.most", spot, source.counted),
            )
        )
    money = source.numbers.get(Axis.ALL, source.period, source.place, WHOLE, "recovered_fen")
    if isinstance(money, int):
        said.append(
            sentence(
                _("Money that consumers confirmed to have got back: %(sum)s {currency}."),
                sum=marked(spoken.figures(money), "recovered", spot, source.counted),
            )
        )
    return Section(title, tuple(said), tables=(table,))


def _hot(source: Source, axis: Axis) -> tuple[str, ...]:
    """What rose most against the period before, among keys with numbers enough to say so."""
    risen = tables.risen(source, axis)
    if not risen:
        return ()
    names = pgettext("list", ", ").join(
        pgettext("risen", "%(name)s (+%(percent)s %%)") % {"name": keys.name(axis, key), "percent": percent}
        for key, percent in risen
    )
    return (_("Most above the period before: %(names)s.") % {"names": names},)


MOST_ALERTS: Final = 20


def internal() -> str:
    """What must be read with staff's report."""
    return _(
        "For the office only: small numbers stand here that could point to single people. Please do not pass it on to "
        "the public; the public's report is made from the published numbers."
    )


def sources(source: Source) -> tuple[str, ...]:
    """Where the numbers come from."""
    return (
        _("Complaints received by the alliance's bodies on this platform, by the consumer's place."),
        _("Residents: seventh national census, 1 November 2020."),
    )


def definitions(source: Source) -> tuple[str, ...]:
    """How one reads the numbers."""
    said = [
        _(
            "Counted are complaints by the day on which they were received. What nobody has confirmed is unknown, and "
            "never counted as solved."
        ),
        _("A change in percent is given only where there were at least ten complaints before."),
    ]
    if source.is_public:
        said.append(
            _(
                "“Withheld” stands where a number is so small that it could point to a person, or would give one away."
            )
        )
    else:
        said.append(
            _("As counted on %(day)s; complaints that are still going on will change these numbers.")
            % {"day": spoken.full_day(local_day(source.as_of))}
        )
    return tuple(said)


def alert_lines(source: Source) -> tuple[str, ...]:
    """The warnings and tips that went out in the period, oldest first."""
    since = local_moment(months_of(source.period)[0])
    until = local_moment(last_day(source.period) + timedelta(days=1))
    out = Publication.objects.published().alerts().filter(out_at__gte=since, out_at__lt=until)
    if source.place != ALL:
        out = out.for_city(f"city:{source.place}")
    return tuple(
        _("%(day)s: %(title)s") % {"day": spoken.full_day(one.out_at.astimezone(ZONE)), "title": one.title}
        for one in out.order_by("out_at")[:MOST_ALERTS]
        if one.out_at is not None
    )


def signed(place: str) -> str:
    """Who publishes a report of this place."""
    held = alliance.load()
    return local_words.in_script(held.name if place == ALL else held.city(place).body_name)
