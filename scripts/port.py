"""Whether the product could listen once it is set up; asked before a minute of downloads. Standard library only."""

import errno
import os
import socket


def trouble():
    """What is wrong with the wanted port, in one line; nothing when it is free. `anmin start` checks for itself too."""
    port, host = os.environ.get("PORT") or "8000", os.environ.get("ANMIN_HOST") or "127.0.0.1"
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        return f"端口应是 1 到 65535 的数字，这里是“{port}”。例如：PORT=8000 make start。"
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return f"端口 {port} 已被别的程序占用。请换一个端口：PORT={int(port) + 1} make start。"
            return f"不能监听 {host}:{port}：{error.strerror}。请检查 ANMIN_HOST 和 PORT。"
    return ""
