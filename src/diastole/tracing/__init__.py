"""The compiler of the laws: each is run on symbolic values, which write LLVM instructions.

``traced_program`` and ``values`` trace a law; ``native`` compiles it for this processor, for one patient or several in
parallel, and keeps the code on disk; ``wasm_…`` compile it to WebAssembly, of which ``faces/browser`` builds
the modules of a page.
"""
