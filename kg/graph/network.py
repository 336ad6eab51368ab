"""What a reader process keeps of the network: nothing, or for the gateway's threads alone.

On Linux each thread has a network namespace of its own, which the threads that it starts inherit and its
sockets keep. So a thread that was started before keeps the way out, while the engine, in the main thread,
has only a loopback device that leads to the gateway.
"""

import ctypes
import os
import socket
import struct
from contextlib import suppress

NEW_NETWORK = 0x40000000
NEW_USER = 0x10000000
"""Flags of unshare(2): CLONE_NEWNET, and CLONE_NEWUSER, without which only root may have the first."""
SET_FLAGS = 0x8914
"""Request of ioctl(2) that raises a device: SIOCSIFFLAGS."""
UP = 0x41
"""IFF_UP and IFF_RUNNING."""


def cut_network() -> None:
    """Leave the network where the kernel allows it; what calls out is refused before the engine sees it anyway."""
    if not _unshare(NEW_NETWORK):
        _unshare(NEW_NETWORK | NEW_USER)


def prepare_loopback() -> bool:
    """Return whether ``keep_loopback`` will work; to be called while there is no other thread.

    It may take a user namespace for that.
    """
    return _try_loopback() or (_unshare(NEW_USER) and _try_loopback())


def keep_loopback() -> bool:
    """Leave the network but for a new loopback device, in this thread alone; return whether that worked."""
    return _unshare(NEW_NETWORK) and _raise_loopback()


def _try_loopback() -> bool:
    """Return whether it may be done, by a child process that does it: a user namespace is for one thread only."""
    if not hasattr(os, "fork"):
        return False
    child = os.fork()
    if child == 0:
        os._exit(0 if keep_loopback() else 1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _unshare(flags: int) -> bool:
    with suppress(OSError, AttributeError):  # no such call outside Linux
        return bool(ctypes.CDLL(None, use_errno=True).unshare(flags) == 0)
    return False


def _raise_loopback() -> bool:
    try:
        import fcntl

        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
            fcntl.ioctl(any_socket, SET_FLAGS, struct.pack("16sH22x", b"lo", UP))
    except (ImportError, OSError):
        return False
    return True
