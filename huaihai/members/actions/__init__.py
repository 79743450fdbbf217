"""The verbs: one transaction each, guard, change, one event."""
