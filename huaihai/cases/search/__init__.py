"""Search over cases, sealed text included: an index of keyed tokens, one document for each case and city.

`folding` cuts text into parts of words, `tokens` makes numbers of them under a city's key, `texts` gathers what is
searched of a case, `tables` holds the index on either database, `indexing` writes it in the background, `proposing`
asks it, `finding` says what is meant. What the index proposes is opened and compared before it counts; cases not
indexed yet are opened.
"""
