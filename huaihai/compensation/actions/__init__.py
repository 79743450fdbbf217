"""The verbs of the compensation room.

**Locks, and why the money is safe without SERIALIZABLE.** Every verb locks in one order: the case, the fund, the
claim, then what hangs on the claim. Whatever decides about money (balances, what was approved on a day, what became of
a claim) is read after the fund's row is locked, and written only by holders of that lock: READ COMMITTED then sees
everything that was committed before, and nobody else can write until the transaction ends. So two verbs on one fund
happen one after the other; two on different funds share nothing but the case, and one claim a case is the database's
own constraint. On SQLite a transaction is the only writer from its first statement (BEGIN IMMEDIATE).
"""
