"""Who does what in a project, and how many staff minutes each step takes."""
