"""The screening before a balloon pump as a service of CDS Hooks 2.0.1."""
