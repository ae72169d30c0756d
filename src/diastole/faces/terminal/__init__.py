"""Tables and texts in the terminal: most kinds of result have a module of their own.

``diastole.numbers`` writes the numbers; how many decimals a measure has is said in ``model/measures``.
"""
