"""What speaks against a balloon pump, and what has to be asked first?"""

import diastole

known = {"ar.grade": "mild", "aortic_dissection": "absent", "sepsis": "present"}
screening = diastole.screen(facts=known)
for reason in screening.reasons:
    print(f"{reason.verdict.replace('_', ' '):12} {reason.rule.title}")
