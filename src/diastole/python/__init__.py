"""The functions behind the public names of ``diastole``: they check the arguments and call the rooms below."""
