"""Who does what in a project, and that nothing binds them to whom it concerns."""
