"""The verbs of entering: nominate, answer, check the facts, say that money was asked for, forget."""
