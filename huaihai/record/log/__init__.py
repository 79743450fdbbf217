"""One log over the events of all chains, so that a chain that is cut, gone or written anew is seen from outside.

`tree`, `notes`, `tiles` and `witness` are plain: who checks needs neither Django nor a database.
"""
