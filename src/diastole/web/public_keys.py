"""Public keys of the issuers of tokens, from JWKS files; read once, never fetched."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP384R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from diastole.errors import InputError
from diastole.files import read_file

LARGEST_FILE = 1_000_000  # bytes
SMALLEST_RSA = 2048  # bits
type PublicKey = EllipticCurvePublicKey | RSAPublicKey
type Keys = Mapping[str, PublicKey]  # by their kid


def read_keys(path: Path) -> Keys:
    """Read a JWKS file.

    Raises
    ------
    InputError
        If it cannot be read, or has a key that is not public, not of P-384 or RSA, too short, or without a kid.
    """
    try:
        content = json.loads(read_file(path, LARGEST_FILE))
        records = content["keys"]
        keys = [_key(record, f"{path}, key {number}") for number, record in enumerate(records, start=1)]
    except OSError as problem:
        raise InputError(f"'{path}' cannot be read: {problem.strerror}; give a JWKS file") from None
    except (ValueError, KeyError, TypeError, RecursionError) as problem:
        if isinstance(problem, InputError):
            raise
        raise InputError(f"'{path}' is not a JWKS file: a JSON object with the list 'keys'") from None
    if not keys or len(dict(keys)) < len(keys):
        raise InputError(f"'{path}' needs at least one key, and each needs its own kid")
    return dict(keys)


def algorithm_of(key: PublicKey) -> str:
    """Return the only algorithm that is accepted with a key, whatever the token says."""
    return "ES384" if isinstance(key, EllipticCurvePublicKey) else "RS384"


def _key(record: Any, place: str) -> tuple[str, PublicKey]:
    name = record.get("kid") if isinstance(record, dict) else None
    if not isinstance(name, str) or not name:
        raise InputError(f"{place}: kid is missing")
    if record.get("d") or record.get("kty") == "oct":
        raise InputError(f"{place}: '{name}' is a secret; only public keys belong in this file")
    try:
        assumed = "RS384" if record.get("kty") == "RSA" and not record.get("alg") else None
        key = jwt.PyJWK(record, algorithm=assumed).key
    except (jwt.PyJWTError, ValueError, TypeError):
        raise InputError(f"{place}: '{name}' is not a key that can be read") from None
    if isinstance(key, RSAPublicKey) and key.key_size >= SMALLEST_RSA:
        return name, key
    if isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP384R1):
        return name, key
    raise InputError(f"{place}: '{name}' is neither of P-384 (ES384) nor RSA of {SMALLEST_RSA} bits or more (RS384)")
