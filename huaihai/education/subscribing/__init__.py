"""Warnings by e-mail or SMS: what anyone sees who wants them, changes what comes, or wants no more."""
