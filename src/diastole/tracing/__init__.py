"""The compiler of the laws: it calls each law with symbolic values, which record its arithmetic as LLVM instructions.

This recording is called tracing. ``traced_program`` and ``values`` trace a law; ``native`` compiles it for this
processor, for one patient or several in parallel, and keeps the code on disk; ``wasm_…`` compile it to WebAssembly,
from which ``faces/browser`` builds the modules of a page.
"""
