"""Backups: the database first, then the files, so that no row names a file that is missing; and back again.

A place holds one folder a backup and one store of files, `files/`, that all of them share: what was there before is
not copied again. Keys are no part of it, unless sealed for a key of age that lies elsewhere.
"""
