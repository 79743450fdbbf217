"""The texts that people see: collect them, check their translations, compile them.

    catalogues.py update [ROOM…] [--prune]    put new texts into each room's catalogue, untranslated;
                                              with --prune, take out what nobody says any more
    catalogues.py check [ROOM…]               refuse missing, empty, fuzzy, contradictory and leftover
                                              entries, and placeholders lost in translation
    catalogues.py compile                     write the .mo files that Django reads: zh_Hans as written, zh_Hant
                                              made from it, and those of languages that countries bring along

Texts in the code are English and are found by Babel; each room keeps its Chinese in
`huaihai/ROOM/locale/zh_Hans/LC_MESSAGES/django.po`. An entry in any room serves all rooms.
No gettext is needed.
"""

import argparse
import io
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.template import templatize

from huaihai.kit.text.scripts import to_traditional

PACKAGE = Path(__file__).resolve().parent.parent / "huaihai"
HEADER = {
    "Language": "zh_Hans",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
KEYWORDS = {  # beside those that Babel knows
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
TEMPLATE_ENDINGS = {".html", ".txt", ".xml", ".svg"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
ALIAS = re.compile(r"import gettext(?:_lazy)? as (\w+)")  # two of them in one file need two names
HAN = re.compile(r"[\u3400-\u9fff]")

type Key = tuple[str | None, str]  # context and English text


@dataclass(frozen=True)
class Text:
    """One text to translate, and the first place where it stands."""

    context: str | None
    singular: str
    plural: str | None
    where: str

    @property
    def key(self) -> Key:
        return self.context, self.singular


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=["update", "check", "compile"])
    parser.add_argument("rooms", nargs="*", help="only these rooms (default: all)")
    parser.add_argument("--prune", action="store_true", help="update: take leftovers out")
    args = parser.parse_args()
    # A lexer for templates asks for settings, none of which matters here.
    settings.configure()
    if args.command == "compile":
        return compile_all()
    chosen = [PACKAGE / room for room in args.rooms] or homes()
    return update(chosen, prune=args.prune) if args.command == "update" else check(chosen)


def update(chosen: list[Path], *, prune: bool) -> int:
    """Add what no catalogue has to the catalogue of the room that says it."""
    texts = dict(all_texts())
    said = {text.key for found in texts.values() for text in found.values()}
    known = {key_of(entry) for home in homes() for entry in load(home)}
    for home in chosen:
        catalogue = load(home)
        leftovers = [entry for entry in catalogue if prune and key_of(entry) not in said]
        new = [text for key, text in texts.get(home, {}).items() if key not in known]
        for entry in leftovers:
            print(f"removed from {name_of(home)}: {entry.msgid!r} = {entry.msgstr!r}")
            catalogue.remove(entry)
        for text in new:
            catalogue.append(empty_entry(text))
            known.add(text.key)
        if new or leftovers:
            save(home, catalogue)
            print(f"{name_of(home)}: {len(new)} new, {len(leftovers)} removed")
    return 0


def check(chosen: list[Path]) -> int:
    """Print every fault of the catalogues; 1 if there is one."""
    texts = dict(all_texts())
    said = {text.key: text for found in texts.values() for text in found.values()}
    faults: list[str] = []
    translated: dict[Key, tuple[str, str]] = {}
    for home in homes():
        for entry in load(home):
            where = f"{name_of(home)}: {entry.msgid!r}"
            other, chinese = translated.setdefault(key_of(entry), (name_of(home), entry.msgstr))
            if home not in chosen:
                continue
            faults += [f"{where} {fault}" for fault in faults_of(entry, said.get(key_of(entry)))]
            if chinese != entry.msgstr:
                faults.append(f"{where} is {chinese!r} in {other} and {entry.msgstr!r} here: use a context")
    for home in chosen:
        for text in texts.get(home, {}).values():
            if text.key not in translated:
                faults.append(f"{text.where}: {text.singular!r} is in no catalogue (make translations)")
            if HAN.search(text.singular):
                faults.append(f"{text.where}: {text.singular!r} is Chinese; texts in the code are English")
    print("\n".join(faults), end="\n" if faults else "")
    print(f"texts: {len(said)} said, {len(translated)} translated, {len(faults)} faults")
    return 1 if faults else 0


def faults_of(entry: polib.POEntry, text: Text | None) -> Iterator[str]:
    if text is None:
        yield "is a leftover: nobody says it"
        return
    chinese = [*entry.msgstr_plural.values()] or [entry.msgstr]
    if entry.fuzzy:
        yield "is fuzzy"
    if (text.plural is not None) != bool(entry.msgid_plural):
        yield "is plural in the code or in the catalogue, but not in both"
    if not all(chinese):
        yield "has no translation"
        return
    expected = placeholders(entry.msgid_plural or entry.msgid)
    for translation in chinese:
        if placeholders(translation) != expected:
            yield f"has placeholders {expected}, its translation {placeholders(translation)}"


def compile_all() -> int:
    """Write zh_Hans and zh_Hant of every catalogue, both beside it and both ignored by git."""
    for home in homes():
        if not catalogue_of(home).exists():
            continue
        catalogue = load(home)
        save_compiled(catalogue, home / "locale" / "zh_Hans")
        for entry in catalogue:
            entry.msgstr = to_traditional(entry.msgstr)
            entry.msgstr_plural = {n: to_traditional(form) for n, form in entry.msgstr_plural.items()}
        save_compiled(catalogue, home / "locale" / "zh_Hant")
    for path in brought_along():
        save_compiled(polib.pofile(str(path)), path.parent.parent)
    return 0


def brought_along() -> list[Path]:
    """Catalogues of countries' own languages, in their packs; what they leave out is read in English."""
    return sorted(
        path
        for folder in ("countries", "tests/countries")
        for path in (PACKAGE.parent / folder).glob("*/locale/*/LC_MESSAGES/django.po")
    )


def save_compiled(catalogue: polib.POFile, folder: Path) -> None:
    target = folder / "LC_MESSAGES" / "django.mo"
    target.parent.mkdir(parents=True, exist_ok=True)
    # In one piece, for whoever reads it meanwhile.
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        catalogue.save_as_mofile(f"{scratch}/django.mo")
        Path(scratch, "django.mo").replace(target)


def homes() -> list[Path]:
    """The folders that may have a catalogue: the package itself, for its own modules, and every room."""
    return [PACKAGE, *sorted(path.parent for path in PACKAGE.glob("*/__init__.py"))]


def all_texts() -> Iterator[tuple[Path, dict[Key, Text]]]:
    for home in homes():
        found: dict[Key, Text] = {}
        for path in sources(home):
            for text in texts_in(path):
                known = found.setdefault(text.key, text)
                if known.plural is None and text.plural:
                    found[text.key] = text
        yield home, found


def sources(home: Path) -> Iterator[Path]:
    """The modules and templates of a room, without its tests and migrations."""
    pattern = "*" if home == PACKAGE else "**/*"
    for path in sorted(home.glob(pattern)):
        parts = path.relative_to(home).parts
        if {"tests", "migrations", "locale", "static"} & set(parts):
            continue
        if path.suffix == ".py" or (path.suffix in TEMPLATE_ENDINGS and "templates" in parts):
            yield path


def texts_in(path: Path) -> Iterator[Text]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        source = templatize(source, origin=str(path))
    where = path.relative_to(PACKAGE.parent)
    from babel.messages.extract import DEFAULT_KEYWORDS, extract  # `compile` does without

    keywords = DEFAULT_KEYWORDS | KEYWORDS | dict.fromkeys(ALIAS.findall(source))
    for line, message, _, context in extract("python", io.BytesIO(source.encode()), keywords=keywords):
        singular, plural = message if isinstance(message, tuple) else (message, None)
        if singular:
            yield Text(context, singular, plural, f"{where}:{line}")


def load(home: Path) -> polib.POFile:
    path = catalogue_of(home)
    catalogue = polib.pofile(str(path), encoding="utf-8", wrapwidth=110) if path.exists() else polib.POFile()
    catalogue.wrapwidth = 110
    catalogue.metadata = {**HEADER}
    return catalogue


def save(home: Path, catalogue: polib.POFile) -> None:
    catalogue_of(home).parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(catalogue_of(home)))


def catalogue_of(home: Path) -> Path:
    return home / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def name_of(home: Path) -> str:
    return str(catalogue_of(home).relative_to(PACKAGE.parent))


def empty_entry(text: Text) -> polib.POEntry:
    entry = polib.POEntry(msgid=text.singular, msgctxt=text.context)
    if text.plural:
        entry.msgid_plural = text.plural
        entry.msgstr_plural = {0: ""}
    return entry


def key_of(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid


def placeholders(text: str) -> list[str]:
    return sorted(set(PLACEHOLDER.findall(text)))


if __name__ == "__main__":
    sys.exit(main())
