"""Bringing in citizens' messages from elsewhere: reading a file, taking what is a consumer matter, saying why not.

What is taken becomes a draft of the home body; an officer completes and sends it, or drops it. Not for complaints
that a consumer files here.
"""
