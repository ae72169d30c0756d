"""The engine for a reader's page: the circulation as a WebAssembly module, with the names of its numbers.

``build_engine`` compiles it (``make engine``); the modules ``bench_…`` make what a page is given beside it.
"""
