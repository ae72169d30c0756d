"""Articles: written answers to questions, a Markdown file each, with sources for each sentence.

Each file in ``texts`` has three parts, for clinicians, trainees and patients. ``article`` and ``front_matter`` read
it, ``collection`` loads all.
"""
