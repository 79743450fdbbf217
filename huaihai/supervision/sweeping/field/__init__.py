"""On the spot, with a phone: finding or writing down the place, and the checklist on one page."""
