"""Readable slugs for addresses, in any script."""

import re
import unicodedata

#: Bytes in UTF-8; file systems take 255 for a name and the shelf adds an id and endings.
MAX_BYTES = 150


def slugify(text: str, *, fallback: str = "story") -> str:
    """Letters and digits of any script, lower case, words joined by hyphens, at most 150 bytes.

    Latin letters lose their accents (`más` gives `mas`); other scripts are kept as they are.
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    latin = "".join(c for c in decomposed if not ("\u0300" <= c <= "\u036f"))
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", latin).replace("'", "").replace("’", ""))
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word
        if len(longer.encode()) > MAX_BYTES:
            break
        slug = longer
    if not slug and words:
        slug = words[0].encode()[:MAX_BYTES].decode(errors="ignore")
    return slug or fallback
