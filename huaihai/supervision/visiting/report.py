"""The released file of visits as a report and as a public page."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from huaihai import alliance
from huaihai.desk.papers.document import Chart, Document, Section, Series, Table
from huaihai.kit import local_words, spoken
from huaihai.supervision.models import Project
from huaihai.supervision.visiting.facts import answer_words
from huaihai.supervision.visiting.plan import NOT_SEEN, Item, Plan, parse


def city_name(key: str) -> str:
    """The city's name for readers; the key itself ("city:320300") where it is unknown."""
    code = key.partition(":")[2]
    found = next((city for city in alliance.load().cities if city.code == code), None)
    return local_words.place(found.name) if found else key


def agreement(plan: Plan, file: Mapping[str, Any]) -> Section | None:
    """How far coders agree, item by item; None where nothing is coded."""
    held = file["agreement"]
    if not held:
        return None
    rows = tuple(
        (
            plan.by_key[one["item"]].name, str(one["units"]), one["alpha"] or "–",
            f"{one['low']} – {one['high']}" if one["low"] else "–", _verdict(one),
        )
        for one in held
    )  # fmt: skip
    said = _(
        "Words and photos were coded by two people who saw neither the place nor each other's codes. Alpha is 1 where "
        "they always agree and 0 where they agree as chance would; the plan asks for at least %(least)s."
    ) % {"least": plan.alpha_minimum}
    head = (_("Item"), _("Coded twice"), _("Alpha"), _("Range (95 %)"), _("By the rule"))
    return Section(
        _("How far the two coders agree"),
        (said,),
        tables=(Table(_("Krippendorff's alpha by item"), head, rows, frozenset({1, 2, 3})),),
    )


def _verdict(one: Mapping[str, Any]) -> str:
    if one["dropped"]:
        return _("left out")
    return _("weak") if one["weak"] else _("kept")


def drawn(file: Mapping[str, Any]) -> Section:
    """How the places were drawn, so that anybody can draw them again."""
    rows = tuple(
        (
            city_name(one["city"]), str(one["frame_size"]), str(one["drawn"]),
            str(sum(one["dropped"].values())), one["frame_hash"][:16],
        )
        for one in file["draws"]
    )  # fmt: skip
    register, start = pgettext("visits", "In the register"), _("Hash of the list (start)")
    head = (_("City"), register, _("Drawn"), _("of these dropped"), start)
    said = _(
        "Each place of the register that fits the plan has a lot: the SHA-256 of the seed “%(seed)s” and its id. The "
        "lowest lots are the sample; a place that could not be visited is replaced by the next lot. Whoever holds the "
        "register draws the same places."
    ) % {"seed": file["draws"][0]["seed"] if file["draws"] else "–"}
    return Section(
        _("How the places were drawn"),
        (said,),
        tables=(Table(_("Draw by city"), head, rows, frozenset({1, 2, 3})),),
    )


def method(plan: Plan, file: Mapping[str, Any]) -> Section:
    """The script and the items, and since when they stand."""
    rows = tuple((str(number), line) for number, line in enumerate(plan.script, 1))
    looked = tuple((item.name, item.guidance or "–") for item in plan.items)
    registered = file["plans"][-1]
    said = _("The plan was registered on %(day)s, before the first visit, under the hash %(hash)s.") % {
        "day": registered["registered_at"][:10],
        "hash": registered["hash"],
    }
    return Section(
        _("Method"),
        (said,),
        tables=(
            Table(_("What the visitors did and said"), (_("Step"), _("What")), rows),
            Table(_("What was looked at"), (_("Item"), _("Guidance")), looked),
        ),
    )


HUNDRED = 100


def report(file: Mapping[str, Any]) -> Document:
    """Findings item by item, cities beside each other, how far coders agree, how the places were drawn."""
    plan = parse(file["plans"][-1]["plan"])
    return Document(
        title=file["project"]["title"],
        summary=summary(file),
        sections=tuple(
            section
            for section in (
                _findings(plan, file),
                _cities(plan, file),
                _answers(plan, file),
                _named(file),
                agreement(plan, file),
                drawn(file),
                method(plan, file),
            )
            if section is not None
        ),
        caution=_(
            "The shares are of places, with the range in which the true share lies with 95 % likelihood. A visit "
            "shows one moment; a single place is neither praised nor blamed by it."
        ),
        sources=(
            _(
                "Interval of a share: E. B. Wilson, Journal of the American Statistical Association 22 (1927), 209–212."
            ),
            _("Agreement: K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011)."),
        ),
    )


def summary(file: Mapping[str, Any]) -> str:
    """How large it is, and the mean score, in one or two sentences."""
    words, score = size(file), file["results"]["score"]
    if score["held_back"]:
        return words
    mean: str = _("The mean score is %(score)s of 100 (%(low)s to %(high)s).") % score
    return spoken.run_on((words, mean))


def size(file: Mapping[str, Any]) -> str:
    """How many visits to how many places of which kind."""
    places, visits = file["visits"]["places"], file["visits"]["counted"]
    said = ngettext("%(n)s visit", "%(n)s visits", visits) % {"n": visits}
    of = ngettext("to %(n)s place drawn by lot", "to %(n)s places drawn by lot", places) % {"n": places}
    words: str = _("%(visits)s %(places)s (%(what)s).") % {
        "visits": said, "places": of, "what": parse(file["plans"][-1]["plan"]).what,
    }  # fmt: skip
    return words


def percent(share: str) -> str:
    """0.8333 → 83.3%."""
    return f"{float(share) * HUNDRED:.1f}%"


def _findings(plan: Plan, file: Mapping[str, Any]) -> Section:
    shown = [one for one in file["results"]["items"] if not one["dropped"] and not one["held_back"]]
    names = plan.by_key
    table = Table(
        _("As it should be, by item"),
        (_("Item"), pgettext("visits", "Places seen"), _("of these good"), _("Share"), _("Range (95 %)"), _("Visits")),
        tuple(
            (
                names[one["item"]].name, str(one["places"]), str(one["good"]), percent(one["share"]),
                f"{percent(one['low'])} – {percent(one['high'])}", f"{one['visits_good']} / {one['visits']}",
            )
            for one in shown
        ),
        frozenset({1, 2, 3, 4, 5}),
    )  # fmt: skip
    chart = Chart(
        _("Share of places where it was as it should be in every visit"),
        tuple(names[one["item"]].name for one in shown),
        (_series(_("Share"), shown, "share"),),
        shape="dots",
        unit="%",
        table=table,
    )
    paragraphs = [_left_out(plan, file)] if _left_out(plan, file) else []
    return Section(pgettext("visits", "What was found"), tuple(paragraphs), (chart,) if shown else ())


def _left_out(plan: Plan, file: Mapping[str, Any]) -> str:
    weak = [plan.by_key[one["item"]].name for one in file["results"]["items"] if one["dropped"]]
    if not weak:
        return ""
    return _(
        "Left out by the rule of the plan, because two people who coded apart from each other agreed too little: "
        "%(items)s."
    ) % {"items": _joined(weak)}


def _series(name: str, rows: list[dict[str, Any]], value: str) -> Series:
    def values(key: str) -> tuple[float | None, ...]:
        return tuple(round(float(row[key]) * HUNDRED, 1) for row in rows)

    return Series(name, values(value), values("low"), values("high"))


def _cities(plan: Plan, file: Mapping[str, Any]) -> Section | None:
    held = file["results"]["cities"]
    shown = [one for one in held if not one["held_back"] and not one["score"]["held_back"]]
    if len(held) < 2:
        return None
    said = _(
        "Ranges that overlap are no difference: no city is ranked above another for a distance this small."
    )
    back = [city_name(one["city"]) for one in held if one not in shown]
    paragraphs = [said] if shown else []
    if back:
        paragraphs.append(
            _(
                "Held back for too few places (fewer than %(n)s), or because others would be told by it: %(cities)s."
            )
            % {"n": plan.show_from, "cities": _joined(back)}
        )
    values, low, high = (tuple(float(one["score"][key]) for one in shown) for key in ("score", "low", "high"))
    chart = Chart(
        _("Mean score by city (0 to 100)"),
        tuple(city_name(one["city"]) for one in shown),
        (Series(_("Score"), values, low, high),),
        shape="dots",
    )
    return Section(
        _("The cities beside each other"),
        tuple(paragraphs),
        (chart,) if shown else (),
        (_by_city(plan, shown),) if shown else (),
    )


def _by_city(plan: Plan, shown: list[dict[str, Any]]) -> Table:
    keys = [one["item"] for one in shown[0]["items"] if not one["dropped"]]
    rows = []
    for key in keys:
        cells = [next(row for row in city["items"] if row["item"] == key) for city in shown]
        said = tuple(
            "–"
            if cell["held_back"]
            else f"{percent(cell['share'])} ({percent(cell['low'])} – {percent(cell['high'])})"
            for cell in cells
        )
        rows.append((plan.by_key[key].name, *said))
    return Table(
        _("Share of good places by item and city, with its range"),
        (_("Item"), *(city_name(one["city"]) for one in shown)),
        tuple(rows),
        frozenset(range(1, len(shown) + 1)),
    )


def _answers(plan: Plan, file: Mapping[str, Any]) -> Section | None:
    tables = tuple(
        _answer_table(plan.by_key[one["item"]], one["answers"]) for one in file["results"]["answers"]
    )
    return Section(_("All answers"), tables=tables) if tables else None


def _answer_table(item: Item, counts: Mapping[str, int]) -> Table:
    keys = sorted(counts, key=lambda key: (key == NOT_SEEN, key != "yes", len(key), key))
    rows = tuple(
        (answer_words(item, key), str(counts[key])) for key in keys if counts[key] or key != NOT_SEEN
    )
    return Table(item.name, (pgettext("visits", "Answer"), _("Visits")), rows, frozenset({1}))


def _named(file: Mapping[str, Any]) -> Section | None:
    if not file["named"]:
        return None
    rows = tuple((one["name"], city_name(one["city"])) for one in file["named"])
    return Section(
        _("Places where everything was as it should be"),
        (_("In every visit, in every item. Places that are not named here are not therefore worse."),),
        tables=(Table(pgettext("visits", "Places"), (pgettext("visits", "Place"), _("City")), rows),),
    )


MOST = 3  # items above the report on either side


def page(request: HttpRequest, project: Project, file: Mapping[str, Any]) -> HttpResponse:
    """The score with its range, the three best and the three worst items, then the whole report."""
    plan = parse(file["plans"][-1]["plan"])
    shown = [one for one in file["results"]["items"] if not one["dropped"] and not one["held_back"]]
    told = [
        {
            "name": plan.by_key[one["item"]].name,
            "share": percent(one["share"]),
            "good": one["good"],
            "places": one["places"],
        }
        for one in sorted(shown, key=lambda one: float(one["share"]))
    ]
    worst = [one for one in told[:MOST] if one["good"] < one["places"]]
    context = {
        "project": project,
        "file": file,
        "plan": plan,
        "size": size(file),
        "score": file["results"]["score"],
        "worst": worst,
        "best": list(reversed(told[len(worst) :][-MOST:])),
        "document": replace(report(file), summary=""),
        "release": project.shown_release,
        "plans": project.plan_versions.order_by("-number"),
    }
    return render(request, "supervision/visiting/public.html", context)


def _joined(names: Sequence[str]) -> str:
    """Names one after the other, as the language lists them."""
    return pgettext("between names in a list", ", ").join(names)
