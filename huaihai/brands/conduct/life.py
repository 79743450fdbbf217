"""The life of a proceeding: what a trigger opened, until it is decided, appealed against and ended."""

from django.utils.translation import pgettext_lazy

from huaihai.desk.lives import NEW, Life

PROCEEDING = Life(
    pgettext_lazy("brands", "proceeding"),
    {
        "opened": pgettext_lazy("proceeding", "opened"),
        "statement": pgettext_lazy("proceeding", "the business may state its case"),
        "hearing": pgettext_lazy("proceeding", "to be heard"),
        "deciding": pgettext_lazy("proceeding", "being decided"),
        "decided": pgettext_lazy("proceeding", "decided, may be appealed against"),
        "appealed": pgettext_lazy("proceeding", "before the panel"),
        "remedy": pgettext_lazy("proceeding", "the cause is to be remedied"),
        "ended": pgettext_lazy("proceeding", "ended"),
    },
    {
        "open": {NEW: "opened"},
        "tell": {"opened": "statement"},
        "state": {"statement": "statement", "hearing": "hearing"},
        "ask hearing": {"statement": "hearing"},
        "set day": {"hearing": "hearing"},
        "hold hearing": {"hearing": "deciding"},
        "close statement": {"statement": "deciding"},
        "stand overdue": {"hearing": "hearing", "deciding": "deciding", "appealed": "appealed"},
        "lapse": {"hearing": "ended", "deciding": "ended"},
        "draft motion": {"deciding": "deciding"},
        "decide": {"deciding": "decided"},
        "drop": {"deciding": "ended"},
        "hand in remedy": {"decided": "decided", "appealed": "appealed", "remedy": "remedy"},
        "restore": {"decided": "ended", "remedy": "ended"},
        "refuse restoration": {"decided": "decided", "remedy": "decided"},
        "wait for remedy": {"decided": "remedy"},
        "close": {"decided": "ended"},
        "appeal": {"decided": "appealed", "hearing": "appealed", "deciding": "appealed"},
        "declare": {"appealed": "appealed"},
        "vote": {"appealed": "appealed"},
        "draw again": {"appealed": "appealed"},
        "uphold": {"appealed": "ended"},
        "uphold suspension": {"appealed": "remedy"},
        "set aside": {"appealed": "ended"},
        "go on to removal": {"remedy": "ended"},
        "end without object": dict.fromkeys(
            ("opened", "statement", "hearing", "deciding", "decided", "appealed", "remedy"), "ended"
        ),
    },
)
OPEN = tuple(stage for stage in PROCEEDING.stages if stage != "ended")
