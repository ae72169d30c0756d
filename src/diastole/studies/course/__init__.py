"""The time course of a patient over hours: a script of events, run beat by beat.

``script.read_script`` reads the events and ``patient_course`` runs them; ``course_dataset`` and ``course_checkpoint``
store the result.
"""
