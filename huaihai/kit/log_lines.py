"""A line of the log begins where the program begins one: nothing that somebody sent can look like another line."""

import json
import logging
import re
from datetime import UTC, datetime
from typing import Final

BESIDE: Final = "  | "  # before what belongs to the line above, such as a traceback
_CONTROLS: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


class OneRecord(logging.Formatter):
    """Breaks of whatever kind go on below the line; controls of a terminal and of the reading direction are spelt."""

    def format(self, record: logging.LogRecord) -> str:
        lines = _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", super().format(record)).splitlines()
        if number := getattr(record, "request_number", ""):
            lines[0] = f"{lines[0]} [{number}]"
        return f"\n{BESIDE}".join(lines)


class OneObject(logging.Formatter):
    """A JSON object a line, for programs that gather logs (`HUAIHAI_LOG=json`)."""

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "from": record.name,
            "text": record.getMessage(),
        }
        if number := getattr(record, "request_number", ""):
            said["request"] = number
        if record.exc_info:
            said["error"] = self.formatException(record.exc_info)
        return json.dumps(said)  # ASCII alone: no control and no line of another kind
