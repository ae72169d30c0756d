"""Rules on facts of a patient, such as contraindications, in three-valued logic: true, false, unknown.

``rulebook`` reads the rules from YAML, ``facts`` holds what is known of a patient, ``judgement`` applies one
to the other, and ``linter`` refuses a rule that is unsafe, has no case to test it, or names what does not exist.
"""
