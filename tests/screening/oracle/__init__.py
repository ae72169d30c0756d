"""A second reader and judge of bundles and sheets, written from the text of the rules alone.

It shares no code with ``diastole.knowledge.screening`` and was written without looking at it: its author read
``rules.yaml``, ``fact_definitions.yaml``, the limits of ``thresholds.yaml`` and FHIR R4, nothing else. It
hesitates to clear a patient, and it decides one thing only: the mildest verdict that is allowed. Where the text of the
rules leaves a choice, the oracle decides in favour of the program, so each verdict that is milder than the oracle's is
a fault of the program.
"""
