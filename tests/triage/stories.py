"""Ten stories (two of them with a twin) as people live them: what they tap, what they say, what must stand there."""

from dataclasses import dataclass
from typing import Final

PAID, UNPAID = "我向商家花了钱", "没有向商家花钱"
MORE = "别的"


@dataclass(frozen=True)
class Story:
    """`taps`: the words on what is tapped, from the first page on. `page`: words of the card's page, opened or not.
    `city` is chosen there, and `there` stands on the page then. `sum`: a calculator, what is typed, what comes out."""

    key: str
    taps: tuple[str, ...]
    sentence: str
    card: str
    page: tuple[str, ...]
    absent: tuple[str, ...] = ()
    city: str = ""
    there: tuple[str, ...] = ()
    sum: str = ""
    typed: tuple[tuple[str, str], ...] = ()
    answer: str = ""


TREBLE: Final = "被骗了：退一赔三，最少赔 500 元"
US: Final = "这事我们管"
NOT_LAW: Final = "法律上不好要求，但可以这样做"
NOT_US: Final = "这事归别的部门管"

STORIES: Final = (
    Story(
        key="gym-gone",
        taps=(PAID, "办卡充值", "店关门、人跑了"),
        sentence="健身房关门了，我卡里还有三千块",
        card="prepaid.gone",
        page=(
            US,
            "法释〔2025〕4号第十五条",
            "第二十三条",
            "惩罚性赔偿",
            "退还货款和服务费用 · 赔偿损失",
        ),
        city="320300",
        there=("徐州市", "0516-12315"),
        sum="prepaid",
        typed=(("case", "balance"), ("paid", "3800"), ("used", "800")),
        answer="可以要回 3,000.00 元",
    ),
    Story(
        key="food-12-yuan",
        taps=(PAID, "吃的喝的", "变质、有虫、有异物"),
        sentence="超市买的面包发霉了，才 12 块钱",
        card="food.spoiled",
        page=(
            US,
            "食品安全法第一百四十八条",
            "食品安全法第三十四条",
            "不足一千元按一千元",
            "退还货款和服务费用",
        ),
        city="411400",
        there=("商丘市", "0370-12315"),
        sum="tenfold",
        typed=(("price", "12"),),
        answer="一共可以要求 1,012.00 元",
    ),
    Story(
        key="food-label",
        taps=(PAID, "吃的喝的", MORE, "标签小毛病"),
        sentence="饼干包装上有个错别字，能要十倍吗",
        card="food.label",
        page=(
            NOT_LAW,
            "食品安全法第一百四十八条",
            "没有十倍赔偿",
            "用不上“退一赔十”",
            "和店家商量退货",
            "给商家的信",
        ),
        absent=("最少赔 1,000 元",),
    ),
    Story(
        key="phone-from-elsewhere",
        taps=(PAID, "网购直播", "网上买到假货"),
        sentence="在平台上一家深圳的店买的手机是假的",
        card="online.fake",
        page=(
            "消费者权益保护法第五十五条",
            "消费者权益保护法第四十四条",
            TREBLE,
            "平台介入",
            "退货 · 退还货款",
        ),
        city="elsewhere",
        there=("店在外地：我们帮您出主意", "商家在别的城市", "12315", "找平台客服"),
        sum="threefold",
        typed=(("price", "120"),),
        answer="一共可以要求 620.00 元",
    ),
    Story(
        key="jade-in-qufu",
        taps=(PAID, "出行住宿", "景区买了假玉石"),
        sentence="我是上海来的，在曲阜旅游花 800 块买的玉是假的",
        card="jade.fake",
        page=(
            US,
            "消费者权益保护法第五十五条",
            TREBLE,
            "店在哪个市就由哪个市接手",
            "外地游客不用跑回来",
            "退货 · 退还货款",
        ),
        city="370800",
        there=("济宁市", "0537-12315"),
        sum="threefold",
        typed=(("price", "800"),),
        answer="一共可以要求 3,200.00 元",
    ),
    Story(
        key="car-from-dealer",
        taps=(PAID, "车", "二手车有问题", "车行"),
        sentence="在车行买的二手车是事故车",
        card="car.used.dealer",
        page=(
            US,
            "二手车流通管理办法第十四条",
            "消费者权益保护法第五十五条",
            TREBLE,
            "退货 · 退还货款",
        ),
        city="371300",
        there=("临沂市", "0539-12315"),
        sum="threefold",
        typed=(("price", "50000"),),
        answer="一共可以要求 200,000.00 元",
    ),
    Story(
        key="car-from-neighbour",
        taps=(PAID, "车", "二手车有问题", "个人"),
        sentence="从个人手里买的二手车，发动机是坏的",
        card="car.used.private",
        page=(NOT_LAW, "民法典第六百一十七条", "用不上“退一赔三”", "12368", "12348"),
        absent=(TREBLE,),
        city="411400",
        there=("0370-12368",),
    ),
    Story(
        key="seedlings-by-post",
        taps=(PAID, "种地养殖", "苗木死了"),
        sentence="网上买的沭阳月季苗，寄到都死了",
        card="seedlings.dead",
        page=(
            US,
            "民法典第五百八十二条",
            "种子法第四十五条",
            "卖家在哪个市，就由哪个市接手",
            "更换 · 退还货款",
        ),
        city="321300",
        there=("宿迁市", "0527-12315"),
    ),
    Story(
        key="seed-not-sprouting",
        taps=(PAID, "种地养殖", "种子有问题"),
        sentence="买的玉米种子种下去不出苗",
        card="seed.bad",
        page=(
            US,
            "种子法第四十五条",
            "本来能收的",
            "先别翻地",
            "农业农村部门",
            "退还货款和服务费用 · 赔偿损失",
        ),
        city="371700",
        there=("菏泽市", "0530-12315", "0530-12345"),
    ),
    Story(
        key="wages",
        taps=(UNPAID, "工资、工作、做生意", "拖欠工资"),
        sentence="老板欠我两个月工资不给",
        card="wages.unpaid",
        page=(
            NOT_US,
            "人力资源和社会保障部门",
            "12333",
            "劳动仲裁",
            "劳动法第五十条",
            "劳动争议调解仲裁法第二十七条",
        ),
        city="411400",
        there=("0370-12333",),
    ),
    Story(
        key="bank-fee",
        taps=(UNPAID, "银行、保险、股票", "银行扣费"),
        sentence="银行乱扣我年费",
        card="bank.fee",
        page=(NOT_US, "12378", "先打银行", "消费者权益保护法第二十八条", "价格法第十三条"),
    ),
    Story(
        key="stall-accused",
        taps=(UNPAID, "工资、工作、做生意", "我是商家，被冤枉"),
        sentence="我摆摊的，有人冤枉我卖假货，投诉我",
        card="complained.unjustly",
        page=(
            "您可以在这里答复",
            "用信上的答复码答复",
            "市场监督管理投诉举报处理办法第二十三条、第四十二条",
            "投诉的不是我们",
            "不算您的错",
        ),
        absent=(NOT_US,),
    ),
)
