"""Verbs of evidence: importing lists, re-visits, slips, ratings, gathering anew."""
