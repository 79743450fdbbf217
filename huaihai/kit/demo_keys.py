"""The demo's published keys (`demo_keys.json`), which open and verify the rows of its year.

Only the player of the year (tools/demo) seals and signs with them. Plain Python, like `keyring`.
"""

import base64
import json
from dataclasses import replace
from pathlib import Path

from huaihai.kit.keyring import Keyring

FILE = Path(__file__).with_name("demo_keys.json")


def joined_to(own: Keyring) -> Keyring:
    """An installation's ring for a demo: it seals and signs with its own keys, and opens the demo's rows as well.

    Blind indexes and fingerprints of codes go by one key in all rows: in a demo, by the published one.
    """
    demo = json.loads(FILE.read_text(encoding="utf-8"))
    return replace(
        own,
        sealing={**{name: base64.b64decode(key) for name, key in demo["sealing"].items()}, **own.sealing},
        finding={},
        indexing=base64.b64decode(demo["indexing"]),
        receipts=base64.b64decode(demo["receipts"]),
        signature_public={**demo["signature"]["public"], **own.signature_public},
    )
