"""A text as a QR code, for Word and for PDF."""

import io

import segno


def qr_png(text: str) -> bytes:
    """The code as PNG."""
    stream = io.BytesIO()
    segno.make(text, error="m").save(stream, kind="png", scale=8, border=1)
    return stream.getvalue()


def qr_svg(text: str) -> str:
    """The code as SVG."""
    stream = io.BytesIO()
    segno.make(text, error="m").save(stream, kind="svg", scale=4, border=1, xmldecl=False)
    return stream.getvalue().decode()
