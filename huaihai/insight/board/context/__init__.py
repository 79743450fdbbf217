"""Figures of other authorities, loaded from a table and shown beside ours; and how many people live where.

Nothing is claimed from them. `population(code)` is what rates are counted by.
"""

from huaihai.insight.board.context.residents import population

__all__ = ["population"]
