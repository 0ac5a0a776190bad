"""The test page of a document printer: a frame at the margins, a solid bar, grey steps and a line of text, as PDF."""

from __future__ import annotations

_CONTENT = b"""0.8 w 42 42 511 758 re S
60 700 475 40 re f
0.8 g 60 640 110 40 re f 0.6 g 180 640 110 40 re f 0.4 g 300 640 110 40 re f 0.2 g 420 640 115 40 re f
0 g BT /F1 24 Tf 60 590 Td (Test page) Tj ET
BT /F1 11 Tf 60 566 Td
(The frame is whole, the bar is solid black, the four greys differ, and this line is sharp.) Tj ET
"""
_OBJECTS = (
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    b"<< /Length %d >>\nstream\n%sendstream" % (len(_CONTENT), _CONTENT),
    b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
)


def proof_page() -> bytes:
    """One A4 page."""
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(_OBJECTS, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(_OBJECTS) + 1)
    tail = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(_OBJECTS) + 1, len(out))
    return bytes(out + head + table + tail)
