"""The case passport (`case-passport-1`): how a case goes to an installation of another maker.

Said for everybody in docs/guides/passport.md.

Plain Python: no Django, no clock, no database, but for the words of its command.
"""
