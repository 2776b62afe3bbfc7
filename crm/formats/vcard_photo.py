"""The picture of a vCard: its kind and its size; it is neither kept nor fetched."""

import base64
import binascii
import re
from typing import Any

from crm.formats.vcard_lines import Property

_MAX = 5_000_000
_MEDIA = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif"}


def read_photo(prop: Property) -> dict[str, Any] | str | None:
    """Return the media type and the bytes of a picture, what is wrong with it, or None where it is but an address."""
    raw = prop.raw.strip()
    head = raw[:100].decode("latin-1")
    if prop.param("VALUE").lower() in ("uri", "url") and not head.startswith("data:"):
        return None
    kinds = [_MEDIA.get(kind, kind) for kind in prop.types] + [prop.param("MEDIATYPE")]
    media_type = next((kind for kind in kinds if "/" in kind), "image")
    if head.startswith("data:"):
        about, _, raw = raw.partition(b",")
        media_type = about[5:].split(b";")[0].decode("latin-1") or media_type
    elif head.startswith(("http:", "https:", "file:")):
        return None
    if len(raw) > _MAX * 4 // 3 + 4:
        return "the photo is larger than 5 MB and was left out"
    try:
        size = len(base64.b64decode(re.sub(rb"\s+", b"", raw), validate=True))
    except binascii.Error:
        size = 0
    return {"media_type": media_type, "bytes": size} if size else "the photo is damaged and was left out"
