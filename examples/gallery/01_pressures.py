"""What does the balloon do to the pressures of a heart whose aortic valve suddenly leaks?"""

import diastole

both = diastole.compare("acute_severe_ar")
axes = both.plot("aortic_pressure", "lv_pressure")
axes.figure.savefig("pressures.svg")
print(both)
