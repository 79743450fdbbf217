"""Years of a small alliance, lived in one process on a clock that jumps; all chance comes from a seed.

make test-years                                  a thousand years
.venv/bin/python -m tests.years --from 17 --years 1    one of them again, the same to the last byte
"""
