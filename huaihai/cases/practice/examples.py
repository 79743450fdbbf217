"""The stories that practice cases tell, marked as made up. They are the consumer's words, so they are Chinese."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    """A made-up complaint. Sums in fen; codes of `law.remedies` and `law.kinds`."""

    title: str
    story: str
    remedies: tuple[str, ...]
    asked_fen: int
    price_fen: int
    category: str
    nature: str


EXAMPLES: dict[str, Example] = {
    "kettle": Example(
        "【练习】电热水壶漏电",
        "【练习用，不是真事】买来第三天就漏电，要求退货退款。",
        ("return", "refund"),
        26_800,
        26_800,
        "G01",
        "N01",
    ),
    "shoes": Example(
        "【练习】运动鞋开胶",
        "【练习用，不是真事】穿了两周鞋底开胶，要求修好，再退一部分钱。",
        ("repair", "refund"),
        12_000,
        39_900,
        "G03",
        "N01",
    ),
    "room": Example(
        "【练习】房间和说好的不一样",
        "【练习用，不是真事】订的是湖景房，到店给的是背面的房间，要求退差价。",
        ("refund",),
        15_000,
        68_000,
        "S08",
        "N07",
    ),
}
COUNTER_WORDS = "【练习】这个数我能接受。"
