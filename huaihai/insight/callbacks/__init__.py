"""Call-backs: each quarter a random sample of the unknown is asked by telephone whether what was agreed was done.

Drawing (`frames`, `lots`, `rounds`), calling (`verbs`, the office's pages), estimating (`estimating`, pure).
Nothing that is said on the telephone changes the result of a case.
"""
