"""Who and where: the cities, a county of each, a shop there; the files, and what was done to them."""

from dataclasses import dataclass, field
from datetime import date, datetime

from huaihai.businesses.models import Business, Representative
from huaihai.businesses.register.verbs import Stated, find_or_write_down
from huaihai.cases.models import Case, IssuedPaper
from huaihai.law.credit_code import check_character
from huaihai.members.accounts import open_account
from huaihai.members.models import Account, Organisation, Role
from tests.day.courses import Course
from tests.posts import PASSWORD, PROGRAM, SECRET, post_at


@dataclass
class Place:
    """A city with a county below it, and a shop there with its account; who works at each desk."""

    city: Organisation
    county: Organisation
    shop: Business
    owner: Account


@dataclass
class Played:
    """One file, and what was done to it: the stage before, and the verb."""

    course: Course
    number: int
    home: Place
    lead: Place
    case: Case = field(default_factory=Case)
    code: str = ""
    stage: str = ""
    walked: list[tuple[str, str]] = field(default_factory=list)
    clocks: tuple[str, ...] = ()  # that run at the end of its course
    paper: IssuedPaper | None = None
    fault: str = ""

    @property
    def phone(self) -> str:
        return f"138{self.number:08}"


def first_of(key: str) -> str:
    return f"first-{key.replace(':', '-')}"


def head_of(key: str) -> str:
    return f"head-{key.replace(':', '-')}"


def second_of(key: str) -> str:
    return f"second-{key.replace(':', '-')}"


def place_of(city: Organisation, number: int, at: datetime) -> Place:
    county = Organisation.objects.filter(kind=Organisation.Kind.COUNTY, path__under=city.path).order_by(
        "key"
    )[0]
    for key in (city.key, county.key):
        post_at(key, username=first_of(key))
        post_at(key, username=second_of(key))
    post_at(city.key, Role.HEAD, username=head_of(city.key))
    return Place(city, county, *shop_at(county, number, at))


def shop_at(county: Organisation, number: int, at: datetime) -> tuple[Business, Account]:
    code = f"91{county.region_code}MA1NAB{number:03}"
    stated = Stated(
        name=f"{county.short_name}电器店{number}（测试）",
        code=code + check_character(code),
        region_code=county.region_code,
        phone="13900000000",
    )
    shop, _place = find_or_write_down(stated, by=PROGRAM, at=at)
    owner = open_account(
        username=f"shop-{number}",
        password=PASSWORD,
        display_name="店主（测试）",
        totp_secret=SECRET,
        by=PROGRAM,
        at=at,
    )
    Representative.objects.create(account=owner, business=shop, from_on=date(2026, 1, 1))
    return shop, owner
