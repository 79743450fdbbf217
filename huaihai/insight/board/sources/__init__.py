"""Where the measures come from, one module a source. Each function answers what one month brought, in few queries.

None: it can only be told of the present, and the month is over; what was stored then stays.
"""
