"""Pledges, cards and their entries, what banks and registers say, and what follows when a shop falls silent."""

from huaihai.prepaid.models.cards import Card, CardEntry
from huaihai.prepaid.models.closures import Closure, Creditor
from huaihai.prepaid.models.issuers import GuaranteeLine, Issuer
from huaihai.prepaid.models.registers import RegisterRow

__all__ = ["Card", "CardEntry", "Closure", "Creditor", "GuaranteeLine", "Issuer", "RegisterRow"]
