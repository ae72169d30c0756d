"""The wall in equilibrium with the pressure of its cavity, and the muscle that makes the force."""
