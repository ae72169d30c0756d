"""The network of the circulation as data, and its assembly into one right-hand side.

``network`` lists compartments and the flows between them, ``assembly`` writes ``generated`` from them, ``kernel``
compiles it, and ``kernel_parameters`` computes its parameters from a patient.
"""
