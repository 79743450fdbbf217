"""A door for assistants: tree, calculators, offices and law as signed files and as tools over MCP. It only reads.

Assistants sort, compute and draft; nothing is filed or kept here. Decision 0045, `docs/guides/assistants.md`.
"""
