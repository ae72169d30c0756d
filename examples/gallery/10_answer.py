"""What is written about it, and does the model agree?"""

import diastole

answer = diastole.ask("Why is a balloon pump contraindicated in aortic regurgitation?", reader="patient")
print(answer.sections[0].sentences[0].text)
for claim in diastole.claims("C05", "C07"):
    print(f"{claim.verdict.word}: {claim.claim.sentence.patient}")
