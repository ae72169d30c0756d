"""The simulated patient: laws, devices, drugs, circulation, the steady beat, and the measures of a beat."""
