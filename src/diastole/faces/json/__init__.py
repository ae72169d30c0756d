"""The JSON of each command: models from which output, schema and the guide to the JSON are generated.

``run_json`` has those of `simulate` and `compare`.
"""
