"""From numbers at the bedside to a patient."""
