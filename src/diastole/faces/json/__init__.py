"""The JSON of each command: shapes with the meaning of each field, from which come output, schema and guide."""
