"""By which names the demo's year and its pages call people."""

SHOPKEEPER = "kettle-shop"
CASHIER = "scenic-cashier"


def officer_of(code: str) -> str:
    """The sign-in name of the officer of a city or county."""
    return f"officer-{code}"
