"""Articles: written answers to questions, a Markdown file each, with sources for each sentence.

Each is written three times: for clinicians, trainees and patients.
"""
