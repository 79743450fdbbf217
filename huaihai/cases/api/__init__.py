"""The open protocol: how a business's own system reads its complaints and answers them, from all cities at once.

Every answer goes through `cases.verbs`, as on the pages; there is no second way. `docs/guides/protocol.md` is for
those who write such a system, `/api/v1/openapi.json` for their tools.
"""
