"""The tools over MCP, by the protocol's own SDK (the extra `assistants`): on standard input and output, or on a port.

Nothing that is asked is logged. What goes wrong inside is answered in one sentence, and counted in the log by its kind.
"""

import functools
import io
import json
import logging
import re
import sys
from typing import Any, BinaryIO, Final

import anyio
import anyio.to_thread
from django.db import close_old_connections
from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server
from mcp_types import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    ToolAnnotations,
)
from mcp_types import Tool as Shape

from huaihai import alliance, version
from huaihai.education.assistants.given import Unfit
from huaihai.education.assistants.tools import INSTRUCTIONS, TOOLS, call
from huaihai.kit.country import gettext as _

LOGGER: Final = logging.getLogger(__name__)
AT_ONCE: Final = 4  # calls that are worked on; others wait


def made() -> Server:
    """The server with its tools. The SDK logs what it cannot read, with the words in it: of that nothing is kept."""
    logging.getLogger("mcp").setLevel(logging.CRITICAL)
    return Server(
        alliance.load().key,
        version=version.VERSION,
        title=alliance.load().platform_name,
        instructions=str(INSTRUCTIONS),
        on_list_tools=_listed,
        on_call_tool=_called,
    )


async def _listed(_ctx: ServerRequestContext, _params: PaginatedRequestParams | None) -> ListToolsResult:
    reads = ToolAnnotations(read_only_hint=True, destructive_hint=False, open_world_hint=False)
    return ListToolsResult(
        tools=[
            Shape(
                name=tool.name,
                title=str(tool.title),
                description=str(tool.about),
                input_schema=tool.schema,
                annotations=reads,
            )
            for tool in TOOLS.values()
        ]
    )


@functools.cache
def _room() -> anyio.CapacityLimiter:
    return anyio.CapacityLimiter(AT_ONCE)


async def _called(_ctx: ServerRequestContext, params: CallToolRequestParams) -> CallToolResult:
    """In a thread: the tools ask the database."""
    return await anyio.to_thread.run_sync(_answer, params.name, params.arguments, limiter=_room())


def _answer(name: str, values: dict[str, Any] | None) -> CallToolResult:
    close_old_connections()
    try:
        answer = call(name, values)
    except Unfit as error:
        return CallToolResult(content=[TextContent(type="text", text=str(error))], is_error=True)
    except Exception as error:  # noqa: BLE001 # whatever it is, its words may hold what was asked
        LOGGER.error("assistants: %s failed: %s", name if name in TOOLS else "?", type(error).__name__)
        words = _("This did not work here. Please try again later, or have them call {city_line}.")
        return CallToolResult(content=[TextContent(type="text", text=words)], is_error=True)
    text = json.dumps(answer, ensure_ascii=False)
    return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=answer)


class WholeLines(io.TextIOWrapper):
    """Lines of JSON. A lone half of a surrogate pair is replaced: the SDK would answer nothing to such a line."""

    def __init__(self, raw: BinaryIO) -> None:
        super().__init__(raw, encoding="utf-8", errors="replace")

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]
        """The next one."""
        return _ESCAPED.sub(_whole, super().readline(size))


_ESCAPED: Final = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[dD][89a-fA-F][0-9a-fA-F]{2}|\\[^u]"
)
_LONE: Final = len(r"\ud800")


def _whole(escaped: re.Match[str]) -> str:
    return r"\ufffd" if len(escaped[0]) == _LONE else escaped[0]


def on_standard_streams() -> None:
    """Until the other side closes them."""
    anyio.run(_serve_streams)


async def _serve_streams() -> None:
    server = made()
    async with stdio_server(anyio.wrap_file(WholeLines(sys.stdin.buffer))) as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())
