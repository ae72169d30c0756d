"""What could be done instead of a balloon pump?"""

import diastole

for one in diastole.alternatives("acute_severe_ar").outcomes:
    output = f"{one.run.measures['cardiac_output']:.1f} L/min" if one.run else one.failure
    print(f"{one.option.title:34} {'contraindicated' if one.contraindicated else '':16} {output}")
