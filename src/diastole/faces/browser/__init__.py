"""The engine of interactive pages: three WebAssembly modules, and the names of their variables for TypeScript.

``build_engine`` compiles them (``make engine``): one runs a heart, one reads its measures, and one makes a heart from
the values of a patient. The modules ``bench_…`` prepare the data of a bench, the page that shows a heart without and
with treatment; ``explorable_payload`` does so for a figure that readers can change. The TypeScript of these pages is
in the folder ``browser`` at the top of the repository.
"""
