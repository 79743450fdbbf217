"""What people agree to, in versions: who agreed to a version agreed to exactly its words.

A changed text is a new version beside the old ones; a test holds the fingerprints of those that are in use.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FREE: dict[int, Promise | str] = {
    1: _(
        "Nobody asked me for money, and I neither gave nor promised anything for this. Everything in the programme is "
        "free of charge."
    ),
}
CONSENT: dict[int, Promise | str] = {
    1: _(
        "We agree that what the directory holds about us is public: our name, place, pledges and what is found about "
        "our conduct. We can take this back at any time by leaving; what was decided until then stays in the log."
    ),
}
CONDUCT: dict[int, Promise | str] = {
    1: _(
        "We agree that our conduct is followed as long as we take part: admitted complaints, promises, tests, visits. "
        "What follows from it is told to us first, we are heard, and it is published."
    ),
}
FREE_NOW, CONSENT_NOW, CONDUCT_NOW = max(FREE), max(CONSENT), max(CONDUCT)


def label(texts: Mapping[int, Promise | str]) -> Any:
    """The words in use, to stand beside the box that is ticked."""
    return texts[max(texts)]
