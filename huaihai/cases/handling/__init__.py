"""Who has a case in hand: taking it, handing it to a colleague, being away."""
