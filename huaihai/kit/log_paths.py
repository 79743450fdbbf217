"""Secret links do not stand in the log: Django logs the path of whatever it refuses, and the path is the secret."""

import logging
import re
from typing import Final

HIDDEN: Final = "…"
_UUID: Final = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
# A long part of a path that is no id of a row, the personal code of a survey, the code of a slip.
_SECRET: Final = re.compile(
    rf"(?<=/)(?!{_UUID}(?:/|$))[A-Za-z0-9_~=:.-]{{20,}}(?=/|$)|(?:(?<=/code/)|(?<=/rating/))[^/\s]+"
)


class HidesSecretPaths(logging.Filter):
    """For handlers: shortens secret parts of paths in what Django's own loggers say."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always True: no record is lost."""
        if record.name.startswith("django.") and isinstance(record.args, tuple):
            record.args = tuple(shortened(one) if isinstance(one, str) else one for one in record.args)
        return True


def shortened(path: str) -> str:
    """The path without its secret parts: /supervision/laboratory/<id>/… ."""
    return _SECRET.sub(HIDDEN, path)
