"""Prepaid cards (预付卡): who pledges a guarantee for them, receipts without an account, what is open, and the day a
shop falls silent.

Nothing here holds money: banks and insurers do. Not here: a complaint (cases), funds that pay first (compensation).
"""
