"""Photos in forms: stored at once, and carried along under a signature while something else has to be mended."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple
from typing import Any, Final

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from huaihai.cases.business.forms import Files
from huaihai.kit import filestore
from huaihai.kit.filestore import Stored

ACCEPT: Final = "image/*,.heic"
SALT: Final = "supervision.sweeping.photos"
KEPT_SECONDS: Final = 2 * 24 * 3600
MOST_PHOTOS: Final = 10
LONGEST_TOKEN: Final = 5000


class PhotoForm(forms.Form):
    """A form with places for photos, each under a name of its own; `photos(name)` is what was sent there."""

    photo_names: tuple[str, ...] = ()

    def add_photos(self, name: str, label: Any) -> None:
        """One more place for photos."""
        self.photo_names = (*self.photo_names, name)
        self.fields[f"photos_{name}"] = Files(label=label, required=False)
        self.fields[f"photos_{name}"].widget.attrs["accept"] = ACCEPT
        self.fields[f"kept_{name}"] = forms.CharField(
            required=False, widget=forms.HiddenInput, max_length=LONGEST_TOKEN
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._photos: dict[str, tuple[Stored, ...]] = {}
        data: Any = self.data
        data = data.copy()
        for name in self.photo_names:
            sent, refused = taken_in(cleaned.get(f"photos_{name}") or ())
            for message in refused:
                self.add_error(f"photos_{name}", message)
            both = {one.sha256: one for one in (*kept(cleaned.get(f"kept_{name}", "")), *sent)}
            self._photos[name] = tuple(both.values())[:MOST_PHOTOS]
            if len(both) > MOST_PHOTOS:
                self.add_error(f"photos_{name}", _("Ten photos are the most."))
            data[f"kept_{name}"] = token_of(self._photos[name])
        self.data = data
        return cleaned

    def photos(self, name: str) -> tuple[Stored, ...]:
        """What was sent under this name, now or before."""
        return self._photos.get(name, ())

    def count_kept(self, name: str) -> int:
        """How many photos the form carries along."""
        return len(kept(str(self[f"kept_{name}"].value() or "")))


def taken_in(files: Iterable["UploadedFile[Any]"]) -> tuple[list[Stored], list[Any]]:
    """The photos that could be stored, and why the others could not."""
    stored: list[Stored] = []
    refused: list[Any] = []
    for file in files:
        try:
            found = filestore.store(file)
        except filestore.Refused as error:
            refused.append(error.message)
            continue
        if found.derivative:
            stored.append(found)
        else:
            refused.append(_("This is not a photo. Please send a picture."))
    return stored, refused


def token_of(photos: Sequence[Stored]) -> str:
    """What a hidden field carries so that stored photos are not sent again."""
    return signing.dumps([astuple(one) for one in photos], salt=SALT) if photos else ""


def kept(token: str) -> tuple[Stored, ...]:
    """The photos behind a token of ours; none behind anything else."""
    if not token:
        return ()
    try:
        held = signing.loads(token, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return ()
    return tuple(one for row in held if filestore.is_still_there(one := Stored(*row)))
