"""From a FHIR R4 bundle to facts of a patient; what is not understood is named."""
