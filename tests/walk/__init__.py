"""The guides for one machine, walked as a stranger would: a fresh Debian without a network, each command as it stands.

make test-deploy                                   needs root and Debian's packages; a quarter of an hour
.venv/bin/python -m tests.walk --bundle FILE       with a bundle that is there
"""
