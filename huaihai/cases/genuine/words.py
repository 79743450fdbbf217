"""What both sides say on the telephone before anything else: three words of ours, then three of theirs.

They follow from the case by a key, so that nothing is stored. Any two words of the list differ in both syllables, also
for those who do not tell zh from z, n and r from l, hu from f or -ng from -n: a test hears them that way.
"""

from dataclasses import dataclass
from typing import Final

from huaihai.kit import local_words, sealing

CONSUMER, BUSINESS = "consumer", "business"
EACH: Final = 3  # words a side says: by chance one call in 600,000 says them
_LISTED: Final = """
苹果 apple;火车 train;月亮 moon;雨伞 umbrella;大海 sea;西瓜 melon;老虎 tiger;电灯 lamp;白云 cloud;黄河 river;青草 grass;
红旗 flag;竹子 bamboo;钢笔 pen;书包 satchel;茶杯 cup;牛奶 milk;鸡蛋 egg;花生 peanut;马路 road;枕头 pillow;毛巾 towel;
桌布 cloth;门票 ticket;手表 watch;钥匙 key;剪刀 scissors;锅盖 lid;沙发 sofa;皮鞋 shoe;葡萄 grape;香蕉 banana;
土豆 potato;萝卜 radish;豆腐 tofu;米饭 rice;熊猫 panda;蝴蝶 butterfly;金鱼 goldfish;乌龟 turtle;飞机 plane;轮船 ship;
春天 spring;秋风 autumn wind;冰雪 snow;彩虹 rainbow;星星 star;石榴 pomegranate;草莓 strawberry;荷叶 lotus;松柏 pine;
铁锤 hammer;木板 board;玻璃 glass;算盘 abacus;铅球 shot;羊肉 mutton;蜡烛 candle;灯笼 lantern;风筝 kite;山洞 cave;
泉水 well;车站 station;广场 square;公园 park;学校 school;芝麻 sesame;生姜 ginger;照片 photo;地图 map;课本 textbook;
水桶 bucket;扫帚 broom;牙刷 toothbrush;企鹅 penguin;鹦鹉 parrot;孔雀 peacock;龙虾 lobster;宝塔 pagoda;长城 wall;
口琴 harmonica;莲藕 lotus root;柠檬 lemon;游泳 swimming;砖瓦 tile;天空 sky
"""
WORDS: Final = tuple(tuple(one.strip().split(" ", 1)) for one in _LISTED.split(";"))


@dataclass(frozen=True)
class CallWords:
    """What we say, and what the other side answers."""

    ours: str
    theirs: str


def of(subject: str, side: str = CONSUMER) -> CallWords:
    """The words for calls between us and this side of a case, by the key of its record; for readers of English beside
    what they mean."""
    drawn = int(sealing.fingerprint_of_code(f"{side}:{subject}", purpose="call words")[:24], 16)
    left, taken = list(WORDS), []
    for _place in range(2 * EACH):
        drawn, place = divmod(drawn, len(left))
        taken.append(left.pop(place))
    return CallWords(_shown(taken[:EACH]), _shown(taken[EACH:]))


def _shown(words: list[tuple[str, ...]]) -> str:
    if local_words.is_foreign():
        return ", ".join(f"{chinese} ({english})" for chinese, english in words)
    return " ".join(chinese for chinese, _english in words)
