"""Makes the record of shares anew: ``python -m diastole.studies.claim_shares.record_shares``, some minutes."""

import json
import sys

from diastole.files import write_whole
from diastole.law import PACKAGE
from diastole.source_hash import model_hash
from diastole.studies.claim_shares.claim_cohort import claim_share, has_share
from diastole.studies.claim_shares.share_record import FILE
from diastole.studies.claims.claim import load_claims

PATIENTS = 256  # of each claim; some ten in a square of a map


def main() -> int:
    """Run every claim that rests on steady beats and write the record beside this file."""
    shares_of_claims = []
    for claim in filter(has_share, load_claims().values()):
        shares_of_claims.append(claim_share(claim, PATIENTS))
        print(
            claim.id,
            shares_of_claims[-1].holds,
            shares_of_claims[-1].decided,
            shares_of_claims[-1].rejected,
            file=sys.stderr,
            flush=True,
        )
    shares = ",\n".join(json.dumps(each._asdict(), ensure_ascii=False) for each in shares_of_claims)
    text = f'{{"model": "{model_hash()}", "shares": [\n{shares}\n]}}\n'
    write_whole(PACKAGE / "studies" / "claim_shares" / FILE, text.encode())
    print(f"{len(shares_of_claims)} shares recorded")
    return 0


if __name__ == "__main__":
    sys.exit(main())
