"""Puts the round seal on the last page and signs the whole file with it (PAdES B-B, ETSI EN 319 142-1)."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate as Asn1Certificate
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils import layout
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from kiosk.certificates.keys import SealKeys

if TYPE_CHECKING:
    from pyhanko.pdf_utils.writer import BasePdfFileWriter

T = TypeVar("T")
FIELD = "Seal"
RESERVED = 8192
"""Hex digits for the CMS container; a signature of the test seal takes a quarter."""
SEAL_BOX = (425, 65, 544, 184)
"""42 mm in points: left, bottom, right, top on the last A4 page, where template.typ leaves room beside the date."""
_NO_MARGINS = layout.SimpleBoxLayoutRule(
    x_align=layout.AxisAlignment.ALIGN_MID, y_align=layout.AxisAlignment.ALIGN_MID, margins=layout.Margins(0, 0, 0, 0)
)


def finish(work: Coroutine[Any, Any, T]) -> T:
    """Runs a coroutine of pyHanko to its end, also where an event loop runs already: then beside it."""
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(asyncio.run, work).result()


class _Drawing(PdfContent):
    """The page with the seal, taken over as vectors."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self._page = page

    def render(self) -> bytes:
        writer: BasePdfFileWriter = self._ensure_writer
        drawing = writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._page)))
        self.resources.xobject["/Seal"] = drawing
        left, bottom, right, top = (float(side) for side in drawing.get_object()["/BBox"])
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return b"/Seal Do"


class _Update(IncrementalPdfFileWriter):
    """An update that leaves the description of the document alone: PDF/A marker and dates stay as typst set them."""

    def _update_meta(self) -> None:
        """pyHanko would write the wall clock and its own name."""


@dataclass(frozen=True)
class Sealed:
    """A sealed PDF and its number of pages."""

    pdf: bytes
    pages: int


class Sealer:
    """The seal, ready to be put on papers, from any thread."""

    def __init__(self, keys: SealKeys, drawing: bytes) -> None:
        der = serialization.Encoding.DER
        key = keys.seal_key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        self._drawing = drawing
        self._signer = signers.SimpleSigner(
            signing_cert=Asn1Certificate.load(keys.seal.public_bytes(der)),
            signing_key=PrivateKeyInfo.load(key),
            # Without the root: a verifier brings its own.
            cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]  # pyHanko's own gap
        )

    def sign(self, pdf: bytes, *, issued_at: datetime) -> Sealed:
        """Seals a PDF of ours on its last page; `issued_at` becomes the time of signing."""
        return finish(self._sign(pdf, issued_at))

    async def _sign(self, pdf: bytes, issued_at: datetime) -> Sealed:
        writer = _Update(io.BytesIO(pdf))
        pages = int(writer.root["/Pages"]["/Count"])
        style = StaticStampStyle(
            background=_Drawing(self._drawing), background_layout=_NO_MARGINS, background_opacity=0.9, border_width=0
        )
        metadata = signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            reason="出具社会保险个人缴费记录",
            location="南中轴综合服务中心",
            certify=True,
            docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        )
        spec = fields.SigFieldSpec(FIELD, box=SEAL_BOX, on_page=pages - 1)
        signer = signers.PdfSigner(metadata, self._signer, stamp_style=style, new_field_spec=spec)
        session: PdfSigningSession = signer.init_signing_session(writer)
        session.system_time = issued_at
        document = session.prepare_tbs_document(validation_info=None, bytes_reserved=RESERVED)
        digest, output = document.digest_tbs_document()
        finished = await document.perform_signature(
            document_digest=digest.document_digest, pdf_cms_signed_attrs=PdfCMSSignedAttributes(signing_time=issued_at)
        )
        await finished.post_signature_processing(output)
        assert isinstance(output, io.BytesIO)
        return Sealed(output.getvalue(), pages)
