"""Hours of a patient: a script of steps in words, run beat by beat.

``script.read_script`` reads the steps and ``patient_course`` runs them; ``course_dataset`` and ``course_checkpoint``
keep what came of it.
"""
