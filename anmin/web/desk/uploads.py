"""Uploaded files between two pages: sealed, for one account, for a day."""

import secrets
import time
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404

from anmin.kernel.people.api import seal_bytes, unseal_bytes

KEPT_S = 24 * 3600


def keep(file: UploadedFile, account: int) -> str:
    """Stores an upload and returns the token under which its owner finds it again."""
    folder = _folder()
    _forget_old(folder)
    token = f"{account}-{secrets.token_urlsafe(16)}"
    path = folder / token
    path.touch(mode=0o600)
    path.write_bytes(seal_bytes(file.read()))
    (folder / f"{token}.name").write_text(Path(file.name or "").name[:200], "utf8")
    return token


def kept(token: str, account: int) -> tuple[bytes, str]:
    """Content and file name of an upload of this account; Http404 for any other token."""
    owner, _, rest = token.partition("-")
    path = _folder() / token
    if owner != str(account) or not rest.replace("-", "").replace("_", "").isalnum() or not path.is_file():
        raise Http404
    return unseal_bytes(path.read_bytes()), (_folder() / f"{token}.name").read_text("utf8")


def _folder() -> Path:
    folder = Path(settings.VAR_DIR) / "uploads"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _forget_old(folder: Path) -> None:
    for path in folder.iterdir():
        if time.time() - path.stat().st_mtime > KEPT_S:
            path.unlink(missing_ok=True)
