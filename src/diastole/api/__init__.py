"""The functions that ``diastole`` exports (``simulate``, ``fit``, ``screen`` …), with the check of their arguments."""
