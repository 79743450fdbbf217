"""How a motion is named where its title alone would not do: an amendment has the title of its motion."""

from django.utils.translation import gettext as _

from huaihai.governance.models import Motion


def name_of(motion: Motion) -> str:
    """The title; of an amendment its number before it."""
    if not motion.is_amendment:
        return motion.title
    return _("Amendment %(number)s: %(title)s") % {"number": motion.number, "title": motion.title}
