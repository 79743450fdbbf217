"""Phrases (常用语): those of the alliance's folder and each body's own, put into a text without JavaScript."""
