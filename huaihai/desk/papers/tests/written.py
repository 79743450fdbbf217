"""A report as the tests write it: every kind of chart, a table, words that mean something in HTML."""

from huaihai.desk.papers.document import Chart, Document, Section, Series, Table

DOTS = Chart(
    "总分",
    ("演示一厂 KD-1500", "演示二厂 <SL-20> & 子"),
    (Series("总分", (92.4, 71.5), (90.1, 66.2), (94.0, 76.0)),),
    shape="dots",
    unit="分",
    interval="95% 区间",
)
BARS = Chart(
    "各城市购买的样品",
    ("徐州", "商丘", "淮北"),
    (Series("线上", (12, 5, None)), Series("实体店", (7, 9, 4))),
    unit="件",
)
STACKED = Chart(
    "您觉得这里的消费环境怎么样",
    ("徐州", "商丘"),
    (
        Series("好", (60.0, 55.5)),
        Series("一般", (25.0, 30.0)),
        Series("差", (15.0, 14.5)),
    ),
    shape="stacked",
    unit="%",
)
TABLE = Table(
    "全部结果",
    ("产品", "总分", "等级", "名次"),
    (("演示一厂 KD-1500", "92.4", "优", "1"), ("演示二厂 <SL-20> & 子", "71.5", "中", "2")),
    frozenset({1, 3}),
)
DOCUMENT = Document(
    "24 款电热水壶比较试验报告（演示）",
    "24 款电热水壶里，22 款全部达标。",
    (
        Section("谁好谁差", ("区间表示读数误差下总分可能落在的范围。",), (DOTS, BARS, STACKED)),
        Section("全部数字", ("**粗**体记号只是文字。",), (), (TABLE,)),
    ),
    "结果只对本次买到的样品负责。",
    ("GB 4706.19-2008",),
)
