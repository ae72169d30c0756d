"""The simulated patient: laws, devices, drugs, circulation, the steady beat, and what is read off it."""
