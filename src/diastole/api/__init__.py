"""The public Python interface: what ``diastole.simulate``, ``fit``, ``screen`` … do with their arguments."""
