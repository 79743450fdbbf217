"""The lives of a maker's notice, of an objection, and of a report that results are used to sell."""

from django.utils.translation import pgettext_lazy

from huaihai.desk.lives import NEW, Life

NOTICE = Life(
    pgettext_lazy("supervision", "notice"),
    {
        "draft": pgettext_lazy("notice", "not told yet"),
        "told": pgettext_lazy("notice", "told, may answer"),
        "answered": pgettext_lazy("notice", "has answered"),
        "silent": pgettext_lazy("notice", "said nothing in time"),
    },
    {
        "draft": {NEW: "draft"},
        # again, where the results have changed since
        "tell": dict.fromkeys(("draft", "told", "answered", "silent"), "told"),
        "answer": {"told": "answered", "answered": "answered"},
        "fall silent": {"told": "silent"},
    },
)

OBJECTION = Life(
    pgettext_lazy("supervision", "objection"),
    {
        "raised": pgettext_lazy("objection", "to be looked at"),
        "retesting": pgettext_lazy("objection", "spare sample is being tested"),
        "kept": pgettext_lazy("objection", "decided: the result stays"),
        "changed": pgettext_lazy("objection", "decided: the second test counts"),
        "counterfeit": pgettext_lazy("objection", "decided: not the maker's goods"),
    },
    {
        "object": {NEW: "raised"},
        "retest": {"raised": "retesting"},
        "keep": {"raised": "kept", "retesting": "kept"},
        # "raised" too: somebody else's objection may have brought the second test
        "change": {"raised": "changed", "retesting": "changed"},
        "find counterfeit": {"raised": "counterfeit", "retesting": "counterfeit"},
    },
)
OPEN_OBJECTIONS = ("raised", "retesting")
