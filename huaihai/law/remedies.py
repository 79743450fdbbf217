"""The seven remedies (诉求) of the national complaint form."""

from dataclasses import dataclass
from typing import Final

from huaihai.law.sureness import Sureness

ARTICLE: Final = "市场监管投诉登记表；消费者权益保护法第52条"
SURENESS: Final = Sureness.COPY


@dataclass(frozen=True)
class Remedy:
    """What the consumer asks for."""

    code: str
    zh: str
    en: str


REPAIR = Remedy("repair", "修理", "repair")
REDO = Remedy("redo", "重作", "do the work again")
REPLACE = Remedy("replace", "更换", "replacement")
RETURN = Remedy("return", "退货", "return of the goods")
MAKE_UP_QUANTITY = Remedy("make-up-quantity", "补足商品数量", "the missing quantity")
REFUND = Remedy("refund", "退还货款和服务费用", "refund of the price")
COMPENSATION = Remedy("compensation", "赔偿损失", "compensation for loss")

ALL: Final = (REPAIR, REDO, REPLACE, RETURN, MAKE_UP_QUANTITY, REFUND, COMPENSATION)
BY_CODE: dict[str, Remedy] = {remedy.code: remedy for remedy in ALL}
