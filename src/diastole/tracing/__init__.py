"""Machine code of the laws: their source is read with values that write LLVM instructions.

``traced_program`` and ``values`` are what a program is written with; ``native`` compiles one for this processor, for
one patient or for several side by side, and keeps the code on disk; ``wasm_…`` make a module for a page.
"""
