"""The simulation in an interactive page: three WebAssembly modules and the names of their variables.

``build_engine`` compiles them (``make engine``); the modules ``bench_…`` prepare the data of a bench, the page with two
hearts and their controls. Its TypeScript is in ``browser`` beside the sources.
"""
