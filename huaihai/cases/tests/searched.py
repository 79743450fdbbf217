"""Many cases with recombined words, for the tests and the benchmark of the search."""

import random
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from huaihai.cases.models import Case, Complainant
from huaihai.cases.search import indexing
from huaihai.members.models import Organisation

OPENINGS = (
    "{month}月{day}日在{shop}买了{goods}，花了{price}元。",
    "网上看到{shop}的{goods}促销，付了{price}元定金。",
    "家里老人在{shop}办了{price}元的卡，说是送{goods}。",
    "{goods}用了不到一周就坏，发票号{invoice}，{price}元。",
    "給孩子報了{shop}的班，學費{price}元，附送{goods}。",
    "ＷＩＦＩ套餐每月{price}元，办理点是{shop}，送{goods}一台。",
)
TROUBLES = (
    "店家说是人为损坏，不给保修。",
    "保修单写的一年，现在不认。",
    "网速只有合同的一半，报修五次没人来。",
    "退款一直拖着，电话打不通。",
    "拆开才发现是翻新机，序列号对不上。",
    "送来少了两件，配件也不全。",
    "包裝上的日期被塗改過。",
    "预约了三回都没有位置，也不给退卡。",
    "漏电跳闸，差点出事。",
    "宣传说无理由退货，到店又说不算。",
    "客服让加 VX kefu{invoice} 处理，之后就不回话。",
    "押金{price}元扣着不还。",
)
ENDINGS = ("希望尽快退款。", "要求换一台新的。", "请帮忙协调。", "要求赔礼道歉。", "希望退一赔三。", "")
SHOPS = (
    "老街家电城",
    "云桥健身馆",
    "南湖培训中心",
    "古渡旅行社",
    "北关 4S 店",
    "柳巷美容院",
    "演示通信營業廳",
)
GOODS = ("电热水壶", "净水机", "按摩椅", "洗衣机", "老人手机", "跑步卡", "路由器", "羊毛衫", "豆浆机")
FAMILY, GIVEN = "王李張刘陈楊赵黄周吴徐孙馬朱胡", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平"
RARE = "二维码扫不出来"
BATCH = 500


def written(number: int) -> tuple[str, str, str]:
    """Name, title and story; the same for the same number."""
    chance = random.Random(number)
    facts = {
        "month": chance.randint(1, 12),
        "day": chance.randint(1, 28),
        "shop": chance.choice(SHOPS),
        "goods": chance.choice(GOODS),
        "price": chance.randint(20, 9_999),
        "invoice": chance.randint(10_000, 99_999_999),
    }
    troubles = chance.sample(TROUBLES, chance.randint(1, 3))
    story = "".join([chance.choice(OPENINGS), *troubles, chance.choice(ENDINGS)]).format(**facts)
    if chance.random() < 0.01:
        story += RARE
    name = chance.choice(FAMILY) + "".join(chance.choices(GIVEN, k=chance.randint(1, 2)))
    return name, f"{facts['goods']}{troubles[0][:10]}".format(**facts), story


def many(
    count: int,
    *,
    between: Sequence[tuple[Organisation, Organisation]],
    at: datetime,
    start: int = 0,
    **more: Any,
) -> list[Case]:
    """So many received cases, each of one of these pairs of home and lead; responsible is the lead."""
    cases = []
    for number in range(start, start + count):
        home, lead = between[number % len(between)]
        name, title, story = written(number)
        moment = at - timedelta(hours=number)
        case = Case(
            number=f"3203-2026-{number:06}-0",
            stage="deciding",
            version=1,
            home=home,
            lead=lead,
            responsible=lead,
            title=title,
            story=story,
            created_at=moment,
            submitted_at=moment,
            stage_since=moment,
            **more,
        )
        case.complainant = Complainant(case=case, name=name)
        cases.append(case)
    Case.objects.bulk_create(cases, batch_size=BATCH)
    Complainant.objects.bulk_create([case.complainant for case in cases], batch_size=BATCH)
    return cases


def index_all(at: datetime) -> None:
    while indexing.index_some(at=at):
        pass


def meant(texts: dict[Any, str], words: Iterable[str]) -> set[Any]:
    """A plain scan, to compare with."""
    wanted = list(words)
    return {key for key, text in texts.items() if all(word in text for word in wanted)}
