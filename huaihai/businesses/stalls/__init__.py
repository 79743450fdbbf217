"""Stalls and shops that a market, mall, scenic area or platform answers for."""
