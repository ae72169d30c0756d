"""Does the balloon raise the output of every patient in shock?"""

import numpy as np

import diastole

random = np.random.default_rng(1)
keys = ("left_ventricle.peak_calcium", "blood_volume", "resistances.lower_body_bed")
patients = [{key: f"x{random.normal(1, 0.08):.3f}" for key in keys} for _ in range(60)]
arms = {"without": {}, "with": {"balloon_pump.volume": 40}}
output = diastole.ensemble(patients, of="shock", arms=arms)["cardiac_output"]
print(output.diff("arm").quantile([0, 0.25, 0.5, 0.75, 1]).to_series().round(2))
