"""Nearly the same story about many shops is found, by who may see the files, and by nobody without the key."""

import random
from collections.abc import Iterable
from datetime import timedelta

import pytest
from django.test import Client

from huaihai.businesses.models import Business
from huaihai.cases.desk import spreading
from huaihai.cases.models import Case, SearchBand
from huaihai.cases.search import indexing, sketches
from huaihai.cases.tests.searched import written
from huaihai.members.models import Organisation
from tests import cast as people
from tests import posts
from tests.queries import queries_of

LETTER = (
    "我在{shop}的直播间看到主播说今天下单送金饰，付了{price}元，收到的却是一张提货卡。打电话过去让我再交一百九十八元的"
    "保管费才肯发货，交完又说要补运费。现在主播把我拉黑，客服也不回话，同一个群里的人都是一样的遭遇，{more}请消协帮我把钱要回来。"
)
SHOPS = ("金满堂珠宝行", "福来顺饰品店", "老庙街首饰", "喜盈门金行", "宝庆楼直播店")
MORE = ("我是退休工人，", "家里还有病人，", "", "这已经是第二次了，", "我有聊天记录，")


@pytest.fixture
def cast(db: None) -> people.Cast:
    return people.assemble()


def letters(cast: people.Cast, many: int = 5, *, home: Organisation | None = None) -> list[Case]:
    """The same letter about several shops, with other sums and a sentence of one's own."""
    made = []
    for number, (shop, more) in enumerate(zip(SHOPS[:many], MORE, strict=False)):
        business = Business.objects.create(name=shop, created_at=people.TUESDAY)
        story = LETTER.format(shop=shop, price=100 + 37 * number, more=more)
        made.append(case(cast, f"{shop}不退款", story, business=business, home=home))
    index()
    return made


def case(
    cast: people.Cast,
    title: str,
    story: str,
    *,
    business: Business | None = None,
    home: Organisation | None = None,
    days: int = 1,
) -> Case:
    home, at = home or cast.home, people.TUESDAY - timedelta(days=days)
    number = f"test-{Case.objects.count()}"
    return Case.objects.create(
        number=number,
        stage="received",
        home=home,
        responsible=home,
        business=business,
        stated_business={"name": business.name if business else ""},
        title=title,
        story=story,
        created_at=at,
        submitted_at=at,
        stage_since=at,
    )


def index() -> None:
    while indexing.index_some(at=people.TUESDAY):
        pass


def found(one: Case, cast: people.Cast) -> set[str]:
    return {row.title for row in spreading.of_case(one, actor=cast.wang, at=people.TUESDAY)}


@pytest.mark.both_databases
def test_a_letter_about_many_shops_is_found_from_each_of_them(cast: people.Cast) -> None:
    made = letters(cast)
    for number in range(30):
        _name, title, story = written(number)
        case(cast, title, story)
    index()
    titles = {one.title for one in made}
    for one in made:
        assert found(one, cast) == titles - {one.title}


@pytest.mark.both_databases
def test_the_same_business_old_files_and_fewer_than_three_say_nothing(cast: people.Cast) -> None:
    first, second, third, *_rest = letters(cast, 4)
    assert len(found(first, cast)) == 3
    Case.objects.filter(pk=second.pk).update(business=first.business)
    assert found(first, cast) == set()
    Case.objects.filter(pk=second.pk).update(business=None)
    assert len(found(first, cast)) == 3
    Case.objects.filter(pk=third.pk).update(submitted_at=people.TUESDAY - timedelta(days=61))
    assert found(first, cast) == set()


@pytest.mark.both_databases
def test_only_files_that_the_officer_may_see_are_counted(cast: people.Cast) -> None:
    mine = letters(cast, 3)
    others = [
        case(cast, "别市的", LETTER.format(shop=shop, price=9, more=""), home=cast.lead) for shop in SHOPS[:4]
    ]
    index()
    assert found(mine[0], cast) == set()
    assert len(spreading.of_case(others[0], actor=cast.zhao, at=people.TUESDAY)) == 3
    assert spreading.of_case(others[0], actor=cast.sun, at=people.TUESDAY) == []


@pytest.mark.both_databases
def test_more_of_them_ask_no_more_of_the_database(cast: people.Cast) -> None:
    one, *_rest = letters(cast, 4)
    found(one, cast)
    few = queries_of(found, one, cast)
    for number in range(20):
        case(cast, f"又一件{number}", LETTER.format(shop="某店", price=number, more=""))
    index()
    assert len(found(one, cast)) == 23
    assert queries_of(found, one, cast) == few == 2


@pytest.mark.both_databases
def test_sketches_go_with_the_words_and_follow_them(cast: people.Cast) -> None:
    one, *_rest = letters(cast, 4)
    assert SearchBand.objects.filter(doc__case=one).count() == sketches.BANDS
    one.story = "电水壶漏水。"
    one.to_index = True
    one.save()
    index()
    assert SearchBand.objects.filter(doc__case=one).count() == 0
    other = Case.objects.exclude(pk=one.pk)[0]
    before = set(SearchBand.objects.filter(doc__case=other).values_list("token", flat=True))
    indexing.rotate(at=people.TUESDAY)
    index()
    after = set(SearchBand.objects.filter(doc__case=other).values_list("token", flat=True))
    assert len(after) == sketches.BANDS
    assert not before & after
    indexing.forget(other)
    assert not SearchBand.objects.filter(doc__case=other).exists()


def test_without_the_key_of_the_city_the_same_text_has_other_tokens() -> None:
    shingles = sketches.shingles(LETTER)
    kept = set(sketches.of_bands(shingles, city="320300", salt=b"salt"))
    assert kept == set(sketches.of_bands(shingles, city="320300", salt=b"salt"))
    for city, salt in (("411400", b"salt"), ("320300", b"other")):
        assert not kept & set(sketches.of_bands(shingles, city=city, salt=salt))
    assert sketches.of_bands(sketches.shingles("太短了"), city="320300", salt=b"salt") == []


def test_how_often_a_band_is_shared_follows_how_much_the_texts_share() -> None:
    """Of texts changed by chance: nearly all that share two thirds are proposed, hardly any that share a tenth."""
    chance, letters_ = random.Random(5), [chr(0x4E00 + number) for number in range(3000)]
    proposed = {0.95: 0, 0.5: 0}
    for _text in range(60):
        text = [chance.choice(letters_) for _letter in range(300)]
        for kept in proposed:
            other = [letter if chance.random() < kept else chance.choice(letters_) for letter in text]
            proposed[kept] += bool(bands("".join(text)) & bands("".join(other)))
    assert proposed[0.95] >= 54, proposed
    assert proposed[0.5] <= 6, proposed


def bands(text: str) -> set[int]:
    return set(sketches.of_bands(sketches.shingles(text), city="320300", salt=b"salt"))


def test_names_figures_and_script_make_no_difference() -> None:
    one = sketches.shingles("我在金满堂珠宝行付了 198 元，收到的却是一张提货卡", without=["金满堂珠宝行"])
    other = sketches.shingles("我在老庙街首飾付了３０５元，收到的卻是一張提貨卡", without=["老庙街首飾", ""])
    assert sketches.nearness(one, other) == 1.0
    assert sketches.nearness(one, frozenset()) == 0.0


def test_the_page_of_a_case_says_it_in_one_line_with_its_list(client: Client, cast: people.Cast) -> None:
    one, *rest = letters(cast)
    lone = case(cast, "电水壶漏电", "买来第三天就漏电，要求退货。" * 9)
    index()
    posts.sign_in(client, cast.accounts["wang"])
    address = f"/desk/cases/{one.pk}/spreading/"
    assert address in client.get(f"/desk/cases/{one.pk}/").content.decode()
    assert titles(client.get(address).context["table"].rows) == {row.number for row in rest}
    assert f"/desk/cases/{lone.pk}/spreading/" not in client.get(f"/desk/cases/{lone.pk}/").content.decode()
    assert client.get(f"/desk/cases/{lone.pk}/spreading/").status_code == 200
    posts.sign_in(client, cast.accounts["zhao"])
    assert client.get(address).status_code == 404


def titles(rows: Iterable[object]) -> set[str]:
    return {str(row.name) for row in rows}  # type: ignore[attr-defined]
