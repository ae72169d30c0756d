"""What happens in the half hour after nitroprusside is started and the valve is replaced?"""

import diastole

course = diastole.course(
    "acute_severe_ar",
    """
    nitroprusside 1 µg/kg/min for 15 min
    replace aortic valve
    wait 15 min
""",
)
course.plot("cardiac_output", "aortic_regurgitant_flow").figure.savefig("hours.svg")
