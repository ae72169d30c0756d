"""The JSON of each command: models from which output, schema and the guide to the JSON are generated.

``run_json`` has the models of `simulate` and `compare`; ``documents`` lists the models of all commands.
"""
