"""The engine for a reader's page: the circulation as a WebAssembly module, with the names of its numbers."""
