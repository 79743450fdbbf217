"""What complaints are about: ten natures (投诉性质), categories of goods and services, fitting remedies."""

from dataclasses import dataclass
from typing import Final

from huaihai.law import remedies
from huaihai.law.remedies import Remedy
from huaihai.law.sureness import Sureness

SOURCE: Final = "中国消费者协会年度投诉统计口径（代码为本系统自编）"


@dataclass(frozen=True)
class Category:
    """A nature or a category under a code of our own; the label is as published."""

    code: str
    zh: str
    en: str
    sureness: Sureness = Sureness.READ


NATURES: Final = (
    Category("N01", "质量", "quality"),
    Category("N02", "安全", "safety"),
    Category("N03", "价格", "price"),
    Category("N04", "计量", "measure"),
    Category("N05", "假冒", "counterfeit"),
    Category("N06", "合同", "contract"),
    Category("N07", "虚假宣传", "false advertising"),
    Category("N08", "人格权益", "personal dignity"),
    Category("N09", "售后服务", "after-sale service"),
    Category("N10", "其他", "other"),
)

GOODS: Final = (
    Category("G01", "家用电子电器", "home electronics and appliances"),
    Category("G02", "日用商品", "daily goods"),
    Category("G03", "服装鞋帽", "clothes, shoes and hats"),
    Category("G04", "食品", "food"),
    Category("G05", "交通工具", "vehicles"),
    Category("G06", "房屋及建材", "housing and building materials"),
    Category("G07", "首饰及文体用品", "jewellery, stationery and sports goods"),
    Category("G08", "烟、酒和饮料", "tobacco, alcohol and drinks"),
    Category("G09", "医药及医疗用品", "medicine and medical goods"),
    Category("G10", "农用生产资料", "farm supplies"),
)

SERVICES: Final = (
    Category("S01", "生活、社会服务", "everyday and social services"),
    Category("S02", "互联网服务", "internet services"),
    Category("S03", "教育培训服务", "education and training"),
    Category("S04", "电信服务", "telecommunications"),
    Category("S05", "销售服务", "sales services"),
    Category("S06", "文化、娱乐、体育服务", "culture, entertainment and sport"),
    Category("S07", "公共设施服务", "public utilities"),
    Category("S08", "旅游服务", "travel"),
    Category("S09", "卫生保健服务", "health care"),
    Category("S10", "金融服务", "financial services"),
    Category("S11", "房屋装修及物业服务", "decoration and property management"),
    Category("S12", "邮政业服务", "postal and courier services", Sureness.UNCONFIRMED),
    Category("S13", "保险服务", "insurance", Sureness.UNCONFIRMED),
    Category("S14", "农业生产技术服务", "farm technical services", Sureness.UNCONFIRMED),
)

OTHER: Final = Category("O01", "其他", "other")

CATEGORIES: Final = (*GOODS, *SERVICES, OTHER)
BY_CODE: dict[str, Category] = {kind.code: kind for kind in (*NATURES, *CATEGORIES)}

# Derived from 消费者权益保护法 52 and the remedies of the form: a hint for the page, never a limit.
_FITTING: dict[str, tuple[Remedy, ...]] = {
    "N01": (remedies.REPAIR, remedies.REDO, remedies.REPLACE, remedies.RETURN, remedies.REFUND),
    "N02": (remedies.RETURN, remedies.REFUND),
    "N03": (remedies.REFUND,),
    "N04": (remedies.MAKE_UP_QUANTITY, remedies.REFUND),
    "N05": (remedies.RETURN, remedies.REFUND),
    "N06": (remedies.REDO, remedies.REFUND),
    "N07": (remedies.RETURN, remedies.REFUND),
    "N08": (),
    "N09": (remedies.REPAIR, remedies.REPLACE, remedies.RETURN, remedies.REFUND),
    "N10": remedies.ALL[:-1],
}
_FOR_GOODS_ONLY: Final = frozenset({remedies.RETURN, remedies.REPLACE, remedies.MAKE_UP_QUANTITY})


def fitting_remedies(nature: str, category: str | None = None) -> tuple[Remedy, ...]:
    """The remedies that usually fit a nature, likeliest first; compensation always may be asked for.

    A service cannot be returned, replaced or short in quantity. Raises KeyError for an unknown code.
    """
    fitting = (*_FITTING[nature], remedies.COMPENSATION)
    if category is None or BY_CODE[category] not in SERVICES:
        return fitting
    return tuple(remedy for remedy in fitting if remedy not in _FOR_GOODS_ONLY)
