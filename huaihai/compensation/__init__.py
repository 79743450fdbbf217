"""Advance compensation (先行赔付): funds, claims, the books that are kept of them, and what is got back afterwards.

The alliance keeps the record; the money stays with the operator of a fund or its bank. Not here: what was agreed in
a case (cases), and what a business promises to all (businesses).
"""
