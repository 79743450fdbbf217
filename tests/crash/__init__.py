"""A real server is killed at every step of what must not be lost, and in between; then the history is checked.

make test-crash                                       100 kills on each database
.venv/bin/python -m tests.crash --kills 20 --seed 7   fewer; --only payout: one path
"""
