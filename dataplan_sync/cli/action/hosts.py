"""Where the credential of a workspace may be sent: to mParticle, to this machine, or where the workflow says so.

A workflow that anybody with write access edits decides where the secret goes. That a wrong address is refused unless
a second line asks for it makes such an edit stand out in review.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from dataplan_sync.errors import UsageError
from dataplan_sync.settings import API_URL, DEFAULT_API_URL, DEFAULT_TOKEN_URL, TOKEN_URL

if TYPE_CHECKING:
    from collections.abc import Mapping

VENDOR: Final = "mparticle.com"
_WANTED: Final = {
    API_URL: ("api-url", DEFAULT_API_URL),
    TOKEN_URL: ("token-url", DEFAULT_TOKEN_URL),
}


def check(environ: Mapping[str, str], *, allow_others: bool) -> None:
    """Refuse addresses that the credential must not go to.

    Args:
        environ: the variables that hold the addresses.
        allow_others: whether the workflow allows hosts that are not mParticle's, a proxy for instance.

    Raises:
        UsageError: an address is neither mParticle's over https nor on this machine.
    """
    faults = [
        f"The input {name} leads to a host that is not mParticle's over https, and the credential would be sent there. "
        f"Leave it at {default}, or say `allow-other-hosts: true` if the host is yours."
        for variable, (name, default) in _WANTED.items()
        if not allow_others and not is_trusted(environ.get(variable, "").strip() or default)
    ]
    if faults:
        raise UsageError("\n".join(faults))


def is_trusted(url: str) -> bool:
    """Tell whether an address is mParticle's over https, or one of this machine."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme not in {"http", "https"}:
        return False
    is_vendor = host == VENDOR or host.endswith(f".{VENDOR}")
    return (parts.scheme == "https" and is_vendor) or _is_loopback(host)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
