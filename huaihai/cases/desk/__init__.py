"""The officers' desk: what is due, each case, one page for every verb, and taking complaints down."""
