"""The form of an objection."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.brands.noticing.actions import objecting
from huaihai.brands.noticing.actions.objecting import Said
from huaihai.brands.one_photo import OnePhotoForm
from huaihai.kit.form_fields import Line, Words, name_what_is_needed


class ObjectionForm(OnePhotoForm):
    """What somebody objects and why; a photo and a contact if they like."""

    photo_name = "paper"

    what = Line(
        label=gettext_lazy("What do you object to?"),
        help_text=gettext_lazy("In one line, without names and numbers of persons."),
        max_length=objecting.LONGEST_WHAT,
    )
    why = Words(
        label=gettext_lazy("Why? What do you know, and from where?"),
        help_text=gettext_lazy("Only staff reads it. How your objection is decided, and why, is public."),
        max_length=objecting.LONGEST_WHY,
    )
    contact = Line(
        label=gettext_lazy("How we may reach you"),
        help_text=gettext_lazy(
            "Only if we may ask you something. You can stay unknown. It is stored encrypted, and erased half a year "
            "after the decision."
        ),
        max_length=objecting.LONGEST_CONTACT,
        required=False,
    )

    def __init__(self, *args: Any, is_late: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.add_photos("paper", _("A photo, or a photo of a paper"))
        if is_late:
            for name in ("contact", "photos_paper", "kept_paper"):
                del self.fields[name]
            self.photo_names = ()
        name_what_is_needed(self)

    def said(self) -> Said:
        """The objection in words."""
        held = self.cleaned_data
        return Said(held["what"], held["why"], held.get("contact", ""), self.photo())
