"""A QR code as the path of an inline SVG: no picture is fetched, and no style is needed."""

from __future__ import annotations

from qrcode.main import QRCode

# Light modules around the code, without which a phone does not find it.
QUIET_ZONE = 4


def qr_squares(text: str) -> tuple[int, str]:
    """The side of the code in modules, and the path of its dark ones."""
    code: QRCode = QRCode(border=QUIET_ZONE)
    code.add_data(text)
    rows = code.get_matrix()
    dark = [(x, y) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark]
    return len(rows), "".join(f"M{x} {y}h1v1h-1z" for x, y in dark)
