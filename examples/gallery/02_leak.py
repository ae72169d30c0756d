"""How much does the balloon add to the leak, the larger the orifice is?"""

import diastole

leaks = diastole.sweep(
    "acute_severe_ar",
    "lesions.aortic_regurgitation.orifice_area",
    [0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6],
    arms={"without": {}, "with the balloon": {"balloon_pump.volume": 40}},
)
leaks.plot("aortic_regurgitant_volume").figure.savefig("leak.svg")
