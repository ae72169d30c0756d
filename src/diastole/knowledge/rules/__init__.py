"""Rules on facts of a patient, judged with unknown as a value of its own.

``rulebook`` reads the rules from YAML, ``facts`` holds what is known of a patient, ``judgement`` applies one
to the other, and ``linter`` refuses an unsafe rule.
"""
