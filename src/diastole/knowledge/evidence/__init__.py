"""The evidence base: sources, statements, thresholds and clinical codes, as YAML files, each kind with its reader.

``check_evidence`` checks all of it together, and ``edition`` gives the date of its last change.
"""
