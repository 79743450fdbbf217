"""Of what the business has to prove in the first six months (消费者权益保护法 23), and how far that is in doubt.

The law names motor vehicles, computers, TV sets, fridges, air conditioners and washing machines and adds 等: others may
count. Shandong's regulation (28) adds phones, cameras and camcorders. Each category with such goods says its doubt.
"""

from collections.abc import Mapping
from typing import Final

from huaihai.law.library.entries import Words

DOUBTS: Final[Mapping[str, Words]] = {  # by category of `law.kinds`
    "G01": Words(
        "法律点名的是电脑、电视、冰箱、空调、洗衣机这类耐用商品。手机、小家电算不算，国家的法律没有写明；"
        "山东的条例写明手机、照相机、摄像机算。",
        "The law names computers, TVs, fridges, air conditioners and washing machines. Whether phones and small "
        "appliances count it does not say; Shandong's regulation names phones and cameras.",
    ),
    "G05": Words(
        "法律点名的是机动车。自行车、电动自行车算不算，没有写明。",
        "The law names motor vehicles. Whether bicycles and electric bicycles count it does not say.",
    ),
    "G06": Words(
        "法律写的是耐用商品和装饰装修。房子本身、单买的建材算不算，没有写明。",
        "The law speaks of durable goods and decoration. Whether a home or building material counts it does not say.",
    ),
    "S11": Words(
        "装饰装修算，物业服务不算。",
        "Decoration counts; property services do not.",
    ),
}
