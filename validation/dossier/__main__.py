"""Work out every figure of the dossier again: ``python -m validation.dossier``.

It prints the page and writes ``record.json``, from which the documentation makes its page. With ``--check`` it only
says whether the record still belongs to the sources.
"""

import argparse
import sys

from diastole.errors import InputError
from validation.dossier.dossier_page import page
from validation.dossier.dossier_record import DossierRecord, valid_record


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only look whether the record is of these sources")
    if parser.parse_args().check:
        try:
            valid_record()
        except InputError as problem:
            print(problem, file=sys.stderr)
            return 1
        return 0
    record = DossierRecord.worked_out(lambda name: print(f"{name} …", file=sys.stderr, flush=True))
    record.write()
    print(page(record))
    return 0


if __name__ == "__main__":
    sys.exit(main())
