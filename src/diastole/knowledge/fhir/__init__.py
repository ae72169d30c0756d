"""From a FHIR R4 bundle to facts of a patient; what cannot be read is reported.

``bundle`` reads bytes into resources, ``bundle_facts`` makes facts of them; the other modules each read one part, such
as times, codes, quantities or negated findings.
"""
