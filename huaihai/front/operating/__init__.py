"""What administrators and auditors do: whether all is ready and runs, bodies, holidays, who looked at what."""
