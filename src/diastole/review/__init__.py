"""The review desk: who has reviewed what, in which wording, and until when it counts; needs the extra ``web``."""

from importlib.util import find_spec

from diastole.errors import InputError

if not (find_spec("sqlalchemy") and find_spec("alembic")):
    raise InputError("the review desk needs SQLAlchemy and Alembic, which are not here; pip install 'diastole[web]'")
