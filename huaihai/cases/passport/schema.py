"""The JSON Schema of messages and descriptors, from their types: docs/guides/passport.schema.json."""

from typing import Any, Final

from pydantic import TypeAdapter

from huaihai.cases.passport.bodies import BODIES, Signed, SignedDescriptor

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """A file is a message or a descriptor; what `body` is follows from `kind`."""
    shapes = [Signed, SignedDescriptor, *dict.fromkeys(BODIES.values())]
    inputs = [(shape, "validation", TypeAdapter(shape)) for shape in shapes]
    where, made = TypeAdapter.json_schemas(inputs)  # type: ignore[arg-type] # shapes name themselves
    definitions = {name: _without_titles(value) for name, value in made["$defs"].items()}
    message = definitions["Content"]
    message["properties"]["kind"] = {"enum": [*BODIES]}
    message["allOf"] = [
        {
            "if": {"properties": {"kind": {"const": kind}}},
            "then": {"properties": {"body": where[(shape, "validation")]}},
        }
        for kind, shape in BODIES.items()
    ]
    return {
        "$schema": DIALECT,
        "title": "case-passport-1",
        "oneOf": [where[(Signed, "validation")], where[(SignedDescriptor, "validation")]],
        "$defs": definitions,
    }


def _without_titles(value: Any) -> Any:
    """Pydantic names each property once more."""
    if isinstance(value, list):
        return [_without_titles(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        name: _without_titles(one) for name, one in value.items() if name != "title" or isinstance(one, dict)
    }
