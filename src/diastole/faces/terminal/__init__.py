"""Tables and texts in the terminal, a module for each kind of result.

``diastole.numbers`` writes the numbers; how many decimals a measure has is said in ``model/measures``.
"""
