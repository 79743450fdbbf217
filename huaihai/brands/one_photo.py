"""A form with a place for one photo, which is carried along while something else is mended."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _

from huaihai.kit.filestore import Stored
from huaihai.supervision.sweeping.pictures import PhotoForm


class OnePhotoForm(PhotoForm):
    """`photo_name` names the place; a form that takes the place away empties `photo_names`."""

    photo_name: ClassVar[str]

    @property
    def has_kept(self) -> bool:
        """Whether a photo has arrived that is carried along while something else is mended."""
        return bool(self.photo_names) and self.count_kept(self.photo_name) > 0

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if len(self.photos(self.photo_name)) > 1:
            self.add_error(f"photos_{self.photo_name}", _("One photo is enough. Please choose the best."))
        return cleaned

    def photo(self) -> Stored | None:
        """The photo, if one came."""
        return next(iter(self.photos(self.photo_name)), None)
