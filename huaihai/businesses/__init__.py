"""Businesses: brand or group → legal person → place of business, and the people who answer for them.

A business may be known only by its sign, stall, phone, payee or platform shop; it is identified and merged
later, and its history stays. Cases against it are in `cases`, not here.
"""
