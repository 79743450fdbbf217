"""Words that everybody reads, such as the reason of a decision: not empty, not too long, no numbers of persons."""

from django.utils.translation import gettext as _

from huaihai.desk.lives import Unfit
from huaihai.kit.text.masking import mask
from huaihai.kit.text.normalise import storable


def public_words(text: str, *, most: int, lacking: str) -> str:
    """The text as it is stored. `lacking` says what to do where there is none. Raises Unfit."""
    said = storable(text).strip()
    if not said:
        raise Unfit("reason", lacking)
    if len(said) > most:
        raise Unfit("reason", _("This is too long. Please shorten it."))
    if mask(said).finds:
        raise Unfit("reason", _("Everybody reads this: please leave out numbers of persons."))
    return said
