"""Under which names this installation answers. A request for any other name is refused, so that nobody can make our
links and redirects lead elsewhere.
"""

import contextlib
import fcntl
import socket
import struct
from ipaddress import ip_address
from pathlib import Path

SIOCGIFADDR = 0x8915
LOCAL = ("localhost", "127.0.0.1", "[::1]")
EVERYWHERE = ("0.0.0.0", "::")


def allowed_hosts(named: str, listens: str) -> list[str]:
    """`named` (ANMIN_HOSTS, by commas) where an installation says it; else localhost and the address it listens at,
    which for "all addresses" are this machine's own names and addresses.
    """
    if wanted := [name.strip() for name in named.split(",") if name.strip()]:
        return list(dict.fromkeys([*wanted, *LOCAL]))  # health checks come from the machine itself
    own = [*names(), *addresses()] if listens in EVERYWHERE else [listens]
    return list(dict.fromkeys([*LOCAL, *(_written(name) for name in own if name)]))


def names() -> list[str]:
    """The machine's name, in full and its first part."""
    full = socket.gethostname().lower()
    return list(dict.fromkeys([full, full.partition(".")[0]]))


def addresses() -> list[str]:
    """Addresses of the machine's interfaces, without asking the network (Linux)."""
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            with contextlib.suppress(OSError):  # an interface without an address
                asked = struct.pack("256s", name[:15].encode())
                found.append(socket.inet_ntoa(fcntl.ioctl(probe.fileno(), SIOCGIFADDR, asked)[20:24]))
    six = Path("/proc/net/if_inet6")
    lines = six.read_text().splitlines() if six.exists() else []
    sixes = (ip_address(bytes.fromhex(line.split()[0])) for line in lines)
    return [*found, *(str(each) for each in sixes if not each.is_link_local)]


def _written(host: str) -> str:
    """An address of version 6 stands in brackets, as browsers send it."""
    return f"[{host}]" if ":" in host and not host.startswith("[") else host
