"""Papers of a case: offered by its stage, filled from its facts, numbered when issued, and their signed scans."""
