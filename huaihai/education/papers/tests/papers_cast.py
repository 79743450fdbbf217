"""Papers of every length, without a database."""

from dataclasses import replace

from huaihai.education.papers.facts import Line, Paper, ProductRow, Section, Withdrawn

SITE = "https://huaihai.example"
STEPS = ("先拔掉插头。", "看壶底的批号。", "找商家退货。")
PLAIN = Paper(
    kind="警示",
    tone="late",
    platform="淮海消费维权",
    tagline="十城消费者组织联盟",
    demo="",
    title="两批电水壶可能漏电，请先停用",
    lead="",
    sections=(
        Section("what", "怎么回事", (Line("濉溪、郯城、砀山、埇桥和沥𬇕都有卖。", 0),)),
        Section("to_do", "请您这样做", tuple(Line(s, 1 + n) for n, s in enumerate(STEPS)), steps=True),
    ),
    products=(ProductRow("电水壶", (), 4),),
    count=5,
    core=5,
    is_cut=False,
    withdrawn=None,
    signers=("徐州市消保委",),
    signed="徐州市消保委 发布",
    dated="2026 年 11 月 26 日发布",
    phone="12315",
    language="zh-Hans",
    url=f"{SITE}/warnings/kettle-leak/",
    short="huaihai.example/w/1a2b3c4d",
)
HUGE = replace(
    PLAIN,
    title="长" * 200,
    sections=(
        Section("what", "怎么回事", tuple(Line("很长的一句话，" * 25, n) for n in range(60)), list=True),
    ),
    products=tuple(ProductRow("电水壶" * 12, (), 60 + n) for n in range(60)),
    count=120,
    core=120,
)
EMPTY = replace(PLAIN, title="停", sections=(), products=(), count=0, core=0, phone="")
WITHDRAWN = replace(
    EMPTY, title=PLAIN.title, withdrawn=Withdrawn("已撤回", "请不要再转发。", "原因：复检合格。")
)
