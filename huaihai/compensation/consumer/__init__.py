"""Pages on which a consumer asks a fund and follows the claim."""
