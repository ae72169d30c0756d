"""The JSON of each command: models from which output, schema and guide are generated.

``run_json`` has those of `simulate` and `compare`.
"""
