"""The network of the circulation as data, and its assembly into right-hand sides.

One is that of the closed loop; in the two for 3D hearts the left ventricle, or both, are solved elsewhere.

``network`` lists compartments and the flows between them, ``assembly`` writes ``generated`` from them, ``kernel``
compiles it, and ``kernel_parameters`` computes its parameters from a patient.
"""
