"""Each story through the protocol's own client and the real command: leaf, sum, who helps; nothing is filed."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import anyio
import pytest
from django.db import connection
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

from huaihai import alliance
from huaihai.members import directory
from tests import cast
from tests.posts import PROGRAM
from tests.triage.stories import STORIES, Story

COMMAND = Path(sys.executable).with_name("huaihai")


@dataclass(frozen=True)
class Walk:
    """What the tools answered about one story."""

    found: dict[str, Any]
    card: dict[str, Any]
    sum: dict[str, Any]
    draft: dict[str, Any]

    @property
    def words(self) -> str:
        return json.dumps(self.card, ensure_ascii=False)


@pytest.fixture
def folder(tmp_path: Path, transactional_db: None) -> Path:
    """An installation of its own, without any key: a copy of the tests' database."""
    directory.load(alliance.load(), by=PROGRAM, at=cast.TUESDAY)
    if connection.vendor == "sqlite":
        from huaihai.kit.sqlite.driver import Database

        copy = Database.connect(str(tmp_path / "huaihai.sqlite3"))
        connection.connection.backup(copy)
        copy.close()
    return tmp_path


def environment(folder: Path) -> dict[str, str]:
    made = {"HUAIHAI_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "huaihai.settings"}
    if connection.vendor == "postgresql":
        told = connection.settings_dict
        names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
        made["DATABASE_URL"] = "postgresql://?" + urlencode(
            {key: told[one] for key, one in names.items() if told[one]}
        )
    return made


async def walked(folder: Path) -> tuple[list[str], dict[str, Walk]]:
    command = StdioServerParameters(command=str(COMMAND), args=["assistants"], env=environment(folder))
    async with stdio_client(command) as streams, ClientSession(*streams) as session:
        await session.initialize()
        names = [tool.name for tool in (await session.list_tools()).tools]
        return names, {story.key: await _walk(session, story) for story in STORIES}


async def _walk(session: ClientSession, story: Story) -> Walk:
    async def ask(tool: str, **given: Any) -> dict[str, Any]:
        answer = await session.call_tool(tool, given)
        assert not answer.is_error, answer.content
        assert json.loads(answer.content[0].text) == answer.structured_content
        return answer.structured_content or {}

    found = await ask("find_problem", sentence=story.sentence)
    first = found["problems"][0]["problem"]
    place = {"place": story.city} if story.city.isdecimal() else {}
    card = await ask("problem", problem=first, **place)
    worked = await ask("work_out", sum=story.sum, answers=dict(story.typed)) if story.sum else {}
    draft = await ask("draft", problem=first, story=story.sentence)
    return Walk(found, card, worked, draft)


def test_ten_stories_end_at_their_leaf_and_sum_and_nothing_is_filed(folder: Path) -> None:
    before = _rows(folder)
    names, walks = anyio.run(walked, folder)
    assert len(names) == 8
    for story in STORIES:
        walk = walks[story.key]
        assert walk.found["problems"][0]["problem"] == story.card
        assert story.answer == walk.sum.get("answer", "").rstrip("。")
        missing = [words for words in story.there if story.city.isdecimal() and words not in walk.words]
        assert missing == [], story.key
        law = [words.partition("、")[0] for words in story.page if words.endswith("条")]
        assert [words for words in law if words not in walk.words] == [], story.key
        offered = [one["sum"] for one in walk.card.get("sums", [])]
        assert not story.sum or story.sum in offered, story.key
        assert ("paste" in walk.draft) == (walk.card["kind"] == "ours"), story.key
    assert _rows(folder) == before


def _rows(folder: Path) -> dict[str, int]:
    """How many rows each table holds."""
    held: Any = None
    if connection.vendor == "sqlite":
        from huaihai.kit.sqlite.driver import Database

        held = Database.connect(str(folder / "huaihai.sqlite3"))
    else:
        held = connection.cursor()
    rows = {
        name: held.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 # our own tables
        for name in connection.introspection.table_names()
    }
    held.close()
    return rows


def test_a_line_with_half_a_character_is_answered(folder: Path) -> None:
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
    calls = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {
            "jsonrpc": "2.0",
            "id": 2,
            "method": "tools/call",
            "params": {"name": "find_problem", "arguments": {"sentence": "健身房关门了\ud800"}},
        },
    ]
    with subprocess.Popen(
        [str(COMMAND), "assistants"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | environment(folder),
    ) as process:
        assert process.stdin
        assert process.stdout
        for call in calls:
            process.stdin.write(json.dumps(call).encode() + b"\n")
        process.stdin.flush()
        answers = [json.loads(process.stdout.readline()) for _ in (1, 2)]
        process.stdin.close()
    assert [one["id"] for one in answers] == [1, 2]
    assert answers[1]["result"]["structuredContent"]["problems"]
