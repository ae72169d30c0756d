"""The claims ledger: claims on physiology as data, the simulation that tests each, and its verdict."""
