"""Who is who: the tree of organisations, accounts and posts, and who is acting (`Actor`).

Not here: what a case is or who works on one (`cases`), who answers for a business (`businesses`), and who
leads the alliance this year (`governance`).
"""
