"""What is special about the Microsoft Store as a source: whose certificates it may have.

Source: the reference client's pins of `msstore`: the keys of two Microsoft authorities, either of which must have
issued the chain; never a key of the server itself. Whether they are compared, the machine's rules decide
(`SourceAccess.pinning`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from wingetpy.transfer.pins import PinnedKeys

STORE_HOST = "storeedgefd.dsx.mp.microsoft.com"
STORE_KEYS = (
    # Microsoft TLS ECC Root G2
    "MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEUcI4hPZrLrXtNxZK5ePXTQCEO0BU/Anm9MWnpmtWRE6tYJ4VmI4D7uKyzXU9WGTAFgzfWtwsnUBbvk"
    "tUKs6PPL+VvI6sie9pPhcG933BuAJlI8v1HRrjU6H0B34Ki11Z",
    # Microsoft TLS RSA Root G2
    "MIICIjANBgkqhkiG9w0BAQEFAAOCAg8AMIICCgKCAgEA3+qLn0fhKBBxr0HWGduSV95rq+Yu3q06YIO3E5isW7kyC3vrn3Ina11Aq74YBpOyDd"
    "IS7bh09X8v6qgXlPYzFleK3iB8Id232qzeTmSwWs1LdfPvAmRN7VLao48E6JH41/s/Gf1ORTle6CnD1vJnr7MAlMGN4fBKGJg5+sAJhDNBBQMF"
    "q/R14VOlIZJcREzmYFekkAKXx9XYkwQySu2FUe3WxbqgPzaKL29MOagEaSKEO3UU99k+tKnQB0E4gX5GSB3oGeZwuKCqGN1yv359tWxOGXARhA"
    "QTgdRi/Zxr8Rzd/+yn4ObHjTFLv/JrM8zRjLb+sRujSqhfDn8xdjg/B0dsAaispRTagrBfH2y8iRrAEirLe5cfKC4xFopTTHVm+X0B1sJgqmWP"
    "MZ5yy8ybLeVEGZNXq26OwtkuZbByLeehw6F+SR1ZZ9YJ1BgSbcCVRXjJ8WBq5PbuBiQ7c0paEcI+l2HAeO7vE6cw4ko4Le5YFxMgtzYq3wsytM"
    "I4sZHdErBFtnzAsR1ioZ3dcRIVlgGdCgn1sd2z2eA4QjT2abbDrxZz/tRD+EPkWPlPs/Ps1j2UOkA4FasMhtBkzhpj6ISUVQlatgS20T6aFcdk"
    "EYDQG4IOTf9FnrJlByUf25rIxuzWW4VQBJ8cy10ggmeeeeLf6PLob8QgcjCG5Z11JzUCAwEAAQ==",
)


def is_store(url: str) -> bool:
    """Return whether an address is the Microsoft Store's."""
    return (urlsplit(url).hostname or "").lower() == STORE_HOST


def store_pins() -> PinnedKeys:
    """Return the keys that the Store's certificates are pinned to."""
    from wingetpy.transfer.pins import PinnedKeys  # late: ssl

    return PinnedKeys(STORE_KEYS)
