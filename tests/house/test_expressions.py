"""No regular expression of the house is slow on what somebody made for it: none takes a second for 100 kB."""

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import huaihai

parser: Any = importlib.import_module("re._parser")
constants: Any = importlib.import_module("re._constants")

FIRST, LENGTH, FAR = 1_000, 10_000, 40_000  # characters; a shorter text says whether a longer is worth it
WORTH_SECONDS = 0.0001  # for FIRST: what grows with the square takes longer on any machine
# Times: what grows with the text takes 10 from FIRST to LENGTH, 4 from there to FAR; with its square 100, and 16.
LITTLE_GROWN, MOST_GROWN = 20, 9
TRIED = 3  # the quickest counts: the machine may be busy
WHOLE = ("fullmatch", "match")
MOST_PIECES = 16  # of long choices of words, which are all alike
ENDS = ("\x00", "\n")
INLINE = {"match", "search", "sub", "subn", "findall", "finditer", "fullmatch", "split"}

type Used = tuple[
    re.Pattern[Any], str
]  # an expression, and how it is used: "fullmatch", "match" or "finditer"


@cache
def expressions() -> dict[str, Used]:
    """By place: all that modules compiled, and all that is written where it is used."""
    found: dict[str, Used] = {}
    for one in pkgutil.walk_packages(huaihai.__path__, "huaihai."):
        if any(part in one.name for part in (".tests", ".migrations", ".settings", ".wsgi")):
            continue
        module = importlib.import_module(one.name)
        source = Path(str(module.__file__)).read_text(encoding="utf-8")
        for name, value in list(vars(module).items()):
            for pattern in _within(value):
                found.setdefault(repr(pattern.pattern), (pattern, _use(name, source)))
        for node in ast.walk(ast.parse(source)) if "re." in source else ():
            if (inline := _inline(node)) is not None:
                found.setdefault(repr(inline[0].pattern), inline)
    return found


def _use(name: str, source: str) -> str:
    asked = set(re.findall(rf"\b{re.escape(name)}\.(\w+)\(", source))
    return next((way for way in WHOLE if way in asked and asked <= set(WHOLE)), "finditer")


def _within(value: Any, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 3 and isinstance(value, list | tuple | dict | frozenset):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _within(one, depth + 1)
    elif depth < 3 and is_dataclass(type(value)):
        for field in fields(value):
            yield from _within(getattr(value, field.name, None), depth + 1)


def _inline(node: ast.AST) -> Used | None:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
        return None
    is_re = isinstance(node.func.value, ast.Name) and node.func.value.id == "re" and node.func.attr in INLINE
    written = node.args[0]
    if not is_re or not isinstance(written, ast.Constant):
        return None
    return re.compile(written.value), node.func.attr if node.func.attr in WHOLE else "finditer"


def _sample(tree: Any, *, often: int = 1) -> str:
    """A text that fits; what may come as often as one likes comes `often`."""
    said = []
    for code, value in tree:
        match str(code):
            case "LITERAL":
                said.append(chr(value))
            case "NOT_LITERAL":
                said.append("b" if chr(value) == "a" else "a")
            case "ANY":
                said.append("a")
            case "IN":
                said.append(_one_of(value))
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                least, most, inner = value
                times = max(least, often) if most is constants.MAXREPEAT else min(most, max(least, often))
                said.append(_sample(inner) * times)
            case "SUBPATTERN":
                said.append(_sample(value[-1], often=often))
            case "ATOMIC_GROUP":
                said.append(_sample(value, often=often))
            case "BRANCH":
                said.append(_sample(value[1][0], often=often))
    return "".join(said)


def _one_of(members: Any) -> str:
    kinds = {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a", "CATEGORY_NOT_DIGIT": "a"}
    if str(members[0][0]) == "NEGATE":
        banned = {chr(value) for code, value in members[1:] if str(code) == "LITERAL"}
        return next(char for char in "a1 b,x中" if char not in banned)
    code, value = members[0]
    if str(code) == "LITERAL":
        return chr(value)
    return chr(value[0]) if str(code) == "RANGE" else kinds.get(str(value), "-")


def _pieces(tree: Any) -> Iterator[str]:
    """What may come again and again: each part of the expression by itself."""
    for code, value in tree:
        yield _sample([(code, value)])
        for part in _parts(str(code), value):
            yield _sample(part)
            yield from _pieces(part)


def _parts(name: str, value: Any) -> list[Any]:
    match name:
        case "BRANCH":
            return list(value[1])
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return [value[2]]
        case "SUBPATTERN":
            return [value[-1]]
        case "ASSERT" | "ASSERT_NOT":
            return [value[1]]
        case "ATOMIC_GROUP":
            return [value]
    return []


def hostile(pattern: re.Pattern[Any], length: int) -> list[str]:
    """Long texts that begin to fit again and again, and then do not."""
    is_text = isinstance(pattern.pattern, str)
    written = pattern.pattern if is_text else pattern.pattern.decode("latin-1")
    tree = list(parser.parse(written, pattern.flags if is_text else pattern.flags & ~re.UNICODE))
    whole = _sample(tree)
    heads = ["", whole, _sample(tree[:-1])]
    pieces = [*_pieces(tree), whole, whole[:-1], " ", "a", "1"]
    texts = [
        head + piece * (length // len(piece)) + end
        for piece in list(dict.fromkeys(filter(None, pieces)))[:MOST_PIECES]
        for head in dict.fromkeys(heads)
        for end in ENDS
    ]
    return [*texts, _sample(tree, often=length // 2) + ENDS[0]]


def seconds(used: Used, text: str) -> float:
    """How long it looks through this text."""
    pattern, way = used
    asked: Any = text if isinstance(pattern.pattern, str) else text.encode("utf-8", "replace")
    look = getattr(pattern, way)
    began = time.process_time()
    found = look(asked)
    if way == "finditer":
        for _one in found:
            pass
    return time.process_time() - began


def slow_on(used: Used) -> tuple[float, str] | None:
    """The first long text that it is slow on: how much longer four times as much takes, and how the text begins."""
    pattern, _way = used
    texts = {length: cache(partial(hostile, pattern, length)) for length in (FIRST, LENGTH, FAR)}
    for number, text in enumerate(texts[FIRST]()):
        took = [seconds(used, text)]
        while took[-1] > WORTH_SECONDS and len(took) < TRIED:
            took.append(seconds(used, text))
        if took[-1] > WORTH_SECONDS and seconds(used, texts[LENGTH]()[number]) > LITTLE_GROWN * min(took):
            grown = _grown(used, texts[LENGTH]()[number], texts[FAR]()[number])
            if grown > MOST_GROWN:
                return grown, texts[FAR]()[number][:60]
    return None


def _grown(used: Used, shorter: str, longer: str) -> float:
    """By turns, and the quickest of each counts: the machine may be busy now and not then."""
    took = [(seconds(used, shorter), seconds(used, longer)) for _try in range(TRIED)]
    return min(far for _near, far in took) / min(near for near, _far in took)


def test_they_are_quick_on_whatever_is_sent() -> None:
    found = {name: slow_on(used) for name, used in expressions().items()}
    assert {name: told for name, told in found.items() if told} == {}


def test_a_slow_one_would_be_found() -> None:
    assert slow_on((re.compile(r"\s+x"), "finditer"))
    assert slow_on((re.compile(r"(?:a|b)*c|[（(][^）)]*[）)]"), "finditer"))
    assert slow_on((re.compile(r"\s*x?\s*$"), "match"))
    assert not slow_on((re.compile(r"(?<!\s)\s++x"), "finditer"))
