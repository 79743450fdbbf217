"""The register of resolutions, the rules in force, and checking a file."""
