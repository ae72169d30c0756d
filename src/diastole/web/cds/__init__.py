"""The screening as a service of CDS Hooks 2.0.1."""
