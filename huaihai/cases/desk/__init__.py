"""Pages of the officers: the work list, the case, one page a verb."""
