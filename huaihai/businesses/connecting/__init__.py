"""Connections of businesses' own systems: who sends a request, where they are told, and the manager's pages."""
