"""Laboratories, experts, lawyers, mediators and volunteers that the bodies share."""
