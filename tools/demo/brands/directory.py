"""Entries come into the directory: nominated, accepted, checked by two people; then visited, rated and told of."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files.base import ContentFile

from demo.brands.stage import Firm, Stage, key, said
from demo.channel import joined
from demo.channel.scene import Firm as ChannelFirm
from demo.staff import DEMO
from huaihai.brands import moving
from huaihai.brands.catalogue import verbs as catalogue_verbs
from huaihai.brands.catalogue.verbs import Described, Draft
from huaihai.brands.entering import nominating
from huaihai.brands.entering import verbs as entering_verbs
from huaihai.brands.entering.nominating import Thing
from huaihai.brands.entering.verbs import TICKS, Stated
from huaihai.brands.evidence import checklist, imports, lists, ratings, revisits
from huaihai.brands.evidence.imports import About
from huaihai.brands.models import Entry
from huaihai.businesses.models import Enrolment, Pledge
from huaihai.businesses.pledges import terms as pledges_terms
from huaihai.kit import filestore
from huaihai.members.actors import Actor

PICTURES = Path(__file__).parents[1] / "pictures"
JOINED, PROMISED, NOMINATED, ACCEPTED, CHECKED, VISITED = -295, -285, -280, -275, -270, -262
SLIPS = 12


def play(stage: Stage) -> dict[str, Entry]:
    """The entries by the key of their thing."""
    import_penalties(stage, [], known=(VISITED - 730, PROMISED), at=stage.at(PROMISED))
    _import_licences(stage)
    return {name: _entered(stage, firm) for name, firm in stage.firms.items()}


def import_penalties(stage: Stage, rows: Sequence[str], *, known: tuple[int, int], at: datetime) -> None:
    """A list of the authority for these days (from the demo's day on)."""
    _import(stage, "penalties", [said()["list"]["heads"], *rows], known=known, at=at)


def _import_licences(stage: Stage) -> None:
    """The licences of those who need one."""
    words = said()["licences"]
    rows = [
        words["row"].format(code=firm.business.credit_code, number=number, day=stage.at(700).date())
        for number, firm in enumerate(stage.firms.values())
        if firm.words["kind"] in ("restaurant", "factory")
    ]
    known = (VISITED - 730, PROMISED)
    _import(stage, "licences", [words["heads"], *rows], known=known, at=stage.at(PROMISED))


def _import(stage: Stage, about: str, lines: Sequence[str], *, known: tuple[int, int], at: datetime) -> None:
    told = lists.read("\n".join(lines).encode(), about, today=at.date())
    first, last = (stage.at(days).date() for days in known)
    imports.store(told, About(said()["basis"]["source"], first, last), by=DEMO, at=at)


def _entered(stage: Stage, firm: Firm) -> Entry:
    entry = _nominated(stage, firm)
    if firm.goal == "nominated":
        return entry
    at = stage.at(ACCEPTED)
    name = firm.words.get("what") or firm.place.sign
    stated = Stated(name=name, place=firm.place, what=firm.words.get("what", ""), ticks=frozenset(TICKS))
    entering_verbs.accept(entry, stated, by=firm.manager, at=at)
    _promise(stage, firm)
    _check(stage, entry)
    _describe(stage, firm, entry)
    if firm.goal != "listed":
        _visit(stage, entry, VISITED)
        _visit(stage, entry, VISITED + 20)
    return entry


def _nominated(stage: Stage, firm: Firm) -> Entry:
    thing = Thing(firm.business, firm.words["kind"], firm.place, firm.words.get("what", ""))
    origin = Entry.Origin.CITY if firm.goal in ("nominated", "listed") else Entry.Origin.SELF
    by = stage.cast.officers[firm.city.code] if origin == Entry.Origin.CITY else firm.manager
    days = -6 if firm.goal == "nominated" else NOMINATED
    words = nominating.Recommendation(
        why=said()["said"]["why"], is_free=True, key=key("nomination", firm.words["key"])
    )
    return nominating.nominate(thing, words, origin=origin, by=by, at=stage.at(days)).entry


def _promise(stage: Stage, firm: Firm) -> None:
    """On the fast channel it promises returns within a week, an answer within a day, and genuine goods."""
    shop = ChannelFirm(firm.business, firm.place, {"manager": firm.manager})
    joined.enrol(stage.channel, shop, firm.city, Enrolment.Kind.SHOP, days=JOINED)
    terms: dict[str, pledges_terms.Terms] = {
        Pledge.Kind.NO_REASON_RETURN: pledges_terms.ReturnTerms(days=7),
        Pledge.Kind.REPLY_24H: pledges_terms.ReplyTerms(hours=24),
        Pledge.Kind.GENUINE_GOODS: pledges_terms.GenuineTerms(times=10, least_fen=100_000),
    }
    for kind, held in terms.items():
        joined.promise(stage.channel, shop, kind, held, days=PROMISED)


def _check(stage: Stage, entry: Entry) -> None:
    at = stage.at(CHECKED)
    one, other = stage.outsiders(entry, at=at)
    proposed = entering_verbs.propose(entry, "pass", reasons=said()["said"]["facts"], by=one, at=at)
    moving.agree(proposed, by=other, at=at + timedelta(hours=2))
    entry.refresh_from_db()


def _describe(stage: Stage, firm: Firm, entry: Entry) -> None:
    """A story and a picture, written by the business and read by somebody of another city."""
    at, words = stage.at(CHECKED + 1), firm.words
    reviewer = stage.outsiders(entry, at=at)[0]
    first_zh, rest_zh = words["zh"].split("。", 1)
    first_en, rest_en = words["en"].split(".", 1)
    draft = Draft(
        line_zh=f"{first_zh}。",
        text_zh=rest_zh,
        line_en=f"{first_en}.",
        text_en=rest_en.strip(),
        name_en=words["name_en"],
        credits=said()["said"]["credits"],
        months=sum(1 << (month - 1) for month in words["months"]),
    )
    story = catalogue_verbs.write_story(entry, draft, by=firm.manager, at=at)
    catalogue_verbs.review_story(story, is_good=True, by=reviewer, at=at + timedelta(hours=3))
    if name := words.get("picture"):
        stored = filestore.store(ContentFile((PICTURES / name).read_bytes(), name=name))
        described = Described(
            shows=words["alt"], rights=said()["said"]["credits"], shows_en=words.get("alt_en", "")
        )
        picture = catalogue_verbs.add_picture(entry, stored, described, by=firm.manager, at=at)
        catalogue_verbs.review_picture(picture, is_good=True, by=reviewer, at=at + timedelta(hours=3))


def _visit(stage: Stage, entry: Entry, days: int) -> None:
    """Two people come unannounced, find everything as it should be, and hand slips to buyers, who rate."""
    at = stage.at(days, 10)
    one, other = stage.outsiders(entry, at=at)
    sheet = revisits.make_sheet(entry, count=SLIPS, by=one, at=at - timedelta(hours=1))
    visit(
        entry, dict.fromkeys((item.key for item in checklist.for_kind(entry.kind)), "yes"), one, other, at=at
    )
    for number in range(1, SLIPS + 1):
        stars = dict.fromkeys(ratings.HEARTS, 4 if number % 3 == 0 else 5)
        ratings.rate_with_slip(
            ratings.code(sheet.pk, number),
            ratings.BuyerWords(stars),
            by=Actor.public(),
            at=at + timedelta(hours=number),
        )


def visit(entry: Entry, answers: dict[str, str], one: Actor, other: Actor, *, at: datetime) -> None:
    """What the first found, and that the second found it too."""
    made = revisits.record(
        entry,
        client_key=key("visit", entry.number, at.isoformat()),
        visited_on=at.date(),
        answers=answers,
        by=one,
        at=at,
    )
    revisits.confirm(made, agrees=True, by=other, at=at + timedelta(hours=5))
