"""Why something was not done: English as it is raised; `kit.speaking` says it to whoever sits at the screen.

Plain Python: the log and its witness are checked without a framework.
"""

from typing import Final

LANGUAGES: Final = {"zh": "zh-hans", "en": "en"}  # what `--lang` of a command takes


def gettext_noop(text: str) -> str:
    """To be translated later. Django's own asks for the settings, which are not there where keys are missing."""
    return text


class Refusal(ValueError):
    """Nothing was done, or not all."""

    def __init__(self, text: str, /, **values: object) -> None:
        super().__init__(text % values if values else text)
        self.text, self.values = text, values
