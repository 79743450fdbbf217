"""The case that the demo walks through: somebody in one city, a kettle shop in another, and an offer that waits."""

from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

from django.core.files.base import ContentFile

from demo import plan
from demo.course import Course
from demo.days import working_days_after, working_days_before
from demo.plan import HERO, Complaint, Where
from demo.scenes import last_evening
from demo.staff import Cast, hero_item
from demo.vocabulary import Vocabulary
from huaihai.cases.life import CONSUMER
from huaihai.cases.models import Case
from huaihai.cases.verbs import care, negotiation, routing
from huaihai.kit import filestore
from huaihai.kit.clock import local_moment

PRICE_FEN, EXTRA_FEN = 26_800, 5_000
PICTURES = {"receipt.png": "演示小票.png", "kettle.png": "演示水壶照片.png"}


def play(cast: Cast, words: Vocabulary, today: date) -> Case:
    """Filed two working days ago in the evening; forwarded, taken, served and answered yesterday."""
    yesterday = working_days_before(today - timedelta(days=1), 0)
    course = Course(_complaint(cast, words, today), cast, words, until=last_evening(today))
    course.file()
    case = course.case
    _show_pictures(course)
    _at(course, yesterday, time(10, 3))
    assessment = words.shop["hero_assessment"]
    lead = cast.bodies[course.complaint.lead]
    routing.forward(case, to=lead, assessment=assessment, by=course.home_officer, at=course.at)
    _at(course, yesterday, time(14, 20))
    course.take()
    _at(course, yesterday, time(14, 31))
    course.invite()
    _at(course, yesterday, time(14, 40))
    course.serve()
    _at(course, yesterday, time(16, 52))
    negotiation.offer(
        case,
        remedies=list(course.complaint.remedies),
        sum_fen=PRICE_FEN + EXTRA_FEN,
        perform_by_on=working_days_after(today, 4),
        valid_until_on=working_days_after(today, 2),
        text=words.shop["hero_offer"],
        goods_back_by_on=working_days_after(today, 3),
        return_to=_address(course.complaint, words.shop["hero_street"]),
        by=cast.shopkeeper or course.lead_officer,
        at=course.at,
    )
    return case


def _address(complaint: Complaint, street: str) -> str:
    """Where the kettle goes back to, as one writes it on a parcel."""
    shop = complaint.stated
    return " ".join(part for part in (shop.address or street, shop.sign or shop.name, shop.phone) if part)


def _show_pictures(course: Course) -> None:
    """Drawn ones that say so; the same for every demo."""
    for file, name in PICTURES.items():
        picture = ContentFile((Path(__file__).parent / "pictures" / file).read_bytes(), name=file)
        stored = filestore.store(picture)
        care.add_evidence(
            course.case, file=stored, name=name, party=CONSUMER, by=course.consumer, at=course.at
        )


def _complaint(cast: Cast, words: Vocabulary, today: date) -> Complaint:
    if cast.hero_home is None or cast.hero_lead is None:
        raise ValueError("the demo has no cities for its walk")
    filed_at = local_moment(working_days_before(today, 2), time(20, 31))
    where = Where(HERO, filed_at, cast.hero_home, cast.hero_lead, "", "online")
    bought_on = filed_at.date() - timedelta(days=3)
    day = f"{bought_on.month} 月 {bought_on.day} 日"
    return replace(
        plan.complaint(where, words),
        name=words.shop["hero"],
        stated=cast.hero_shop,
        item=hero_item(words),
        title=words.shop["hero_title"],
        story=words.shop["hero_story"].format(day=day, shop=cast.hero_shop.sign, yuan=PRICE_FEN // 100),
        nature="N01",
        price_fen=PRICE_FEN,
        agreed_fen=PRICE_FEN,
        remedies=("return", "refund"),
        bought_on=bought_on,
    )


def _at(course: Course, day: date, moment: time) -> None:
    course.at = local_moment(day, moment)
