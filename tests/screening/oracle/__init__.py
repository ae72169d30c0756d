"""A second reader and judge of bundles and sheets, written from the text of the rules alone.

It shares no code with ``diastole.knowledge.screening`` and was written without a look at it: only ``rules.yaml``,
``fact_definitions.yaml`` and the limits of ``thresholds.yaml`` as text, and FHIR R4. It is slow to clear and knows
little: all that it has to decide is how quiet a verdict may be. Where the text leaves a choice, it takes the side of
the product, so that each verdict that is quieter than the oracle's is a fault.
"""
