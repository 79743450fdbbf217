"""Texts that people meet on our pages but that no page of ours says: named here, so that the catalogues hold them.

Django's own sentences are put into our tone, and message ids of plain modules get their translation.
"""


def gettext_noop(text: str) -> str:
    """Marks a text for the catalogues and leaves it as it is."""
    return text


FROM_DJANGO = (
    gettext_noop("Enter a whole number."),
    gettext_noop("Enter a number."),
    gettext_noop("Ensure this value is less than or equal to %(limit_value)s."),
    gettext_noop("Ensure this value is greater than or equal to %(limit_value)s."),
    gettext_noop("Select a valid choice. %(value)s is not one of the available choices."),
    gettext_noop("Select a valid choice. That choice is not one of the available choices."),
    gettext_noop("Null characters are not allowed."),
)
FROM_NORMALISE = (
    gettext_noop("The text contains a NUL character. Please delete it and try again."),
    gettext_noop("The text contains half of a character. Please type that place again."),
)
