"""What follows from findings: their list, written advice, talks, promises, re-checks, and what comes after those."""
