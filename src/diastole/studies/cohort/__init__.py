"""Many patients, each in several arms: sweeps over a value and ensembles of patients, as one dataset."""
