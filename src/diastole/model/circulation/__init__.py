"""The network of the circulation as data, and its assembly into one right-hand side.

``network`` lists stores and links, ``assembly`` writes ``generated`` from them, ``kernel`` compiles it, and
``kernel_parameters`` makes its numbers from a patient.
"""
