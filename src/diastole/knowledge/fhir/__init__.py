"""From a FHIR R4 bundle to facts of a patient; what is not understood is named.

``bundle`` reads bytes into resources, ``bundle_facts`` makes facts of them; the other modules each read one part, such
as times, codes, quantities or denials.
"""
