"""`huaihai text repair FILE`: the repaired text on stdout, what was done and doubted on stderr."""

import argparse
import sys

from huaihai.kit.text import words
from huaihai.kit.text.files import UnreadableFileError, decode, read_bytes
from huaihai.kit.text.repair import Doubt, Repair, repair


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verbs = groups.add_parser("text", help="repair Chinese text").add_subparsers(
        metavar="VERB", required=True
    )
    command = verbs.add_parser("repair", help="take out bracketed pinyin, turn traditional into simplified")
    command.add_argument(
        "file", metavar="FILE", help="a text file (UTF-8 or GB18030); - reads standard input"
    )
    command.set_defaults(run=run_repair, needs_django=False)


def run_repair(args: argparse.Namespace) -> int:
    try:
        done = repair(decode(read_bytes(args.file), args.file))
    except UnreadableFileError as error:
        print(error, file=sys.stderr)
        return 2
    # The bytes are written as they are: no line end is added and none is translated.
    sys.stdout.flush()
    sys.stdout.buffer.write(done.text.encode())
    sys.stdout.buffer.flush()
    print("\n".join(report(done)), file=sys.stderr)
    return 0


def report(done: Repair) -> list[str]:
    """What was done and what was doubted, line by line, in Chinese."""
    lines = [words.DONE] if done.steps else [words.NOTHING_DONE]
    lines += [f"  {words.STEPS[step.kind].format(count=step.count)}" for step in done.steps]
    if done.doubts:
        lines += [words.DOUBTED, *(f"  {_line(doubt)}" for doubt in done.doubts)]
    return lines


def _line(doubt: Doubt) -> str:
    said = words.DOUBTS[doubt.kind].format(
        place=doubt.start + 1, found=doubt.found, suggestion=doubt.suggestion
    )
    if doubt.kind == "byte_damage" and doubt.suggestion:
        said += words.SUGGESTION.format(suggestion=doubt.suggestion)
    return said
