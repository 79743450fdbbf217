"""Have I got one of these? Goods are compared with the warnings on the reader's phone; the server learns no item.

The server hands out one public list of all warned products; the scripts `education/check_match.js` (compares) and
`education/check.js` (the page) do the rest. No form submits an item, and none stands in an address.
"""
