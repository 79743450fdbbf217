"""The verbs of a publication: draft, revise, publish, withdraw, import, and loading an alliance's own texts."""
