"""Where evidence comes from: one module a neighbour, each function one or several names of evidence."""
