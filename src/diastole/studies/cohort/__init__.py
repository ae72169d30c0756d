"""Many patients, each in several arms: sweeps over values and ensembles of patients, as one dataset."""
