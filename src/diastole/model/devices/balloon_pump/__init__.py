"""The intra-aortic balloon pump: balloon, helium drive and console."""
