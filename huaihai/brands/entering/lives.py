"""The life of a nomination that names a business nobody has looked up yet."""

from django.utils.translation import pgettext_lazy

from huaihai.desk.lives import NEW, Life

LOOSE = Life(
    pgettext_lazy("brands", "nomination"),
    {
        "waiting": pgettext_lazy("nomination", "waiting to be matched with the register"),
        "matched": pgettext_lazy("nomination", "matched"),
        "aside": pgettext_lazy("nomination", "set aside"),
    },
    {
        "hand in": {NEW: "waiting"},
        "match": {"waiting": "matched"},
        "set aside": {"waiting": "aside"},
    },
)
