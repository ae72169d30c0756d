"""The simulation in an interactive page: three WebAssembly modules, and the names of their variables for TypeScript.

``build_engine`` compiles them (``make engine``); the modules ``bench_…`` prepare the data of a bench, the page that
shows a heart without and with treatment. Its TypeScript is in the folder ``browser`` at the top of the repository.
"""
