"""Targets: what a resolution says a measure should reach in a year. Nobody else can set one."""
