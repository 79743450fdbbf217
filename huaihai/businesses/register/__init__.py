"""The register of businesses: who they are and where they trade."""
