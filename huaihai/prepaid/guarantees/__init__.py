"""The balance of a guarantee as the bank says it, and what follows where it is too low."""
