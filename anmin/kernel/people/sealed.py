"""Personal data at rest: sealed with SM4-GCM, found again through an HMAC-SM3 index.

Keys lie outside the database, in `var/keys/people.json` or the variable `ANMIN_PEOPLE_KEYS`. Each sealed value
begins with the number of its key, so that old values stay readable after a rotation.
"""

import contextlib
import hmac
import json
import os
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings

NONCE, TAG = 12, 16


class Unreadable(Exception):
    """A sealed value cannot be opened: its key is missing, or the value was changed."""


def seal(text: str) -> bytes:
    """Seals a text; an empty text stays empty."""
    if not text:
        return b""
    number, key = _newest()
    nonce = os.urandom(NONCE)
    cipher = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    body = cipher.update(text.encode()) + cipher.finalize()
    return bytes([number]) + nonce + body + cipher.tag


def seal_bytes(data: bytes) -> bytes:
    """Seals a file."""
    number, key = _newest()
    nonce = os.urandom(NONCE)
    cipher = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    return bytes([number]) + nonce + cipher.update(data) + cipher.finalize() + cipher.tag


def unseal_bytes(value: bytes | memoryview) -> bytes:
    """Opens what `seal_bytes` or `seal` closed. Raises `Unreadable`."""
    data = bytes(value)
    if not data:
        return b""
    nonce, body, tag = data[1 : 1 + NONCE], data[1 + NONCE : -TAG], data[-TAG:]
    cipher = Cipher(_lock(data[0]), modes.GCM(nonce, tag)).decryptor()
    try:
        return cipher.update(body) + cipher.finalize()
    except InvalidTag as wrong:
        raise Unreadable("密封数据与密钥不符，或已被改动。") from wrong


def unseal(value: bytes | memoryview) -> str:
    """Opens a sealed text."""
    return unseal_bytes(value).decode()


def blind_index(text: str, purpose: str) -> str:
    """A keyed fingerprint by which a sealed value can be looked up and compared, but not read."""
    base = _index_base(purpose).copy()
    base.update(text.encode())
    return base.hexdigest()


@cache
def _index_base(purpose: str) -> hmac.HMAC:
    return hmac.new(bytes.fromhex(keys()["index"]), purpose.encode() + b"\0", "sm3")


@cache
def _lock(number: int) -> algorithms.SM4:
    key = keys()["seal"].get(str(number))
    if key is None:
        raise Unreadable(f"没有第 {number} 号密钥，数据打不开。请从密钥备份恢复 var/keys/people.json。")
    return algorithms.SM4(bytes.fromhex(key))


@cache
def _newest() -> tuple[int, bytes]:
    number = max(map(int, keys()["seal"]))
    return number, bytes.fromhex(keys()["seal"][str(number)])


@cache
def keys() -> dict:
    """The keys, made on first use. Two processes that start at once end up with the same file."""
    if text := os.environ.get("ANMIN_PEOPLE_KEYS"):
        return json.loads(text)
    path = Path(settings.VAR_DIR) / "keys" / "people.json"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps({"seal": {"1": os.urandom(16).hex()}, "index": os.urandom(32).hex()}))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)  # the first process wins
        draft.unlink()
    return json.loads(path.read_text())
