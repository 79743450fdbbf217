"""Whether a document is what its format's schema says; see `schemas/README.md`."""

import json
from pathlib import Path

from jsonschema import Draft202012Validator
from lxml import etree

SCHEMAS = Path(__file__).parent / "schemas"
ATOM = "{http://www.w3.org/2005/Atom}"
_CAP = etree.XMLSchema(file=str(SCHEMAS / "CAP-v1.2.xsd"))
_ATOM = etree.RelaxNG(file=str(SCHEMAS / "atom.rng"))
_RSS = etree.RelaxNG(file=str(SCHEMAS / "rss.rng"))
_JSON = Draft202012Validator(json.loads((SCHEMAS / "json-feed.json").read_text()))


def faults(form: str, document: bytes) -> list[str]:
    """What is wrong with a document of this form (atom, rss, json, cap); nothing for a good one."""
    if form == "json":
        return [fault.message for fault in _JSON.iter_errors(json.loads(document))]
    tree = etree.fromstring(document)
    if form == "cap":
        return _by(_CAP, tree) + _cap_rules(tree)
    return _by(_ATOM, tree) + _atom_rules(tree) if form == "atom" else _by(_RSS, tree)


def _by(schema: etree.XMLSchema | etree.RelaxNG, tree: etree._Element) -> list[str]:  # lxml's own name
    return [] if schema.validate(tree) else [str(error) for error in schema.error_log]


def _atom_rules(tree: etree._Element) -> list[str]:  # lxml's own name
    """The Schematron rules of RFC 4287, and ids that are used once."""
    found = []
    for entry in tree.iter(f"{ATOM}entry"):
        if entry.find(f"{ATOM}author") is None and tree.find(f"{ATOM}author") is None:
            found.append("an entry without an author")
        if not any(link.get("rel") in (None, "alternate") for link in entry.findall(f"{ATOM}link")):
            found.append("an entry without an alternate link")
    ids = [element.text for element in tree.iter(f"{ATOM}id")]
    return found + (["an id twice"] if len(set(ids)) < len(ids) else [])


def _cap_rules(tree: etree._Element) -> list[str]:  # lxml's own name
    """What the standard says in words: no spaces, commas, < or & in identifier and sender; "Z" is not used."""
    names = "{urn:oasis:names:tc:emergency:cap:1.2}"
    found = [
        f"{name} with a character that is not allowed"
        for name in ("identifier", "sender")
        if set(" ,<&") & set(tree.findtext(f"{names}{name}") or "")
    ]
    needs = tree.findtext(f"{names}msgType") in ("Update", "Cancel")
    return found + (["no references"] if needs and not tree.findtext(f"{names}references") else [])
