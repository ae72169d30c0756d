"""The functions that ``diastole`` exports (``simulate``, ``fit``, ``screen`` …): their arguments and results."""
