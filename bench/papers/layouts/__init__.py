"""How each kind of document looks, in several variants."""

from __future__ import annotations

from collections.abc import Callable

from bench.papers.canvas import Draft, Drawn
from bench.papers.layouts import books, cards, certificates, contracts, forms, invoices, sundry
from ocr.reading import Kind

Layout = Callable[[Draft], Drawn]

LAYOUTS: dict[Kind, Layout] = {
    Kind.ID_FRONT: cards.id_front,
    Kind.ID_BACK: cards.id_back,
    Kind.HOUSEHOLD: books.household,
    Kind.MARRIAGE: books.marriage,
    Kind.BIRTH: certificates.birth,
    Kind.LEASE: contracts.lease,
    Kind.PROPERTY: certificates.property_right,
    Kind.SOCIAL_SECURITY: cards.social_security,
    Kind.BANK_CARD: cards.bank,
    Kind.HEALTH: cards.health,
    Kind.LICENCE: certificates.licence,
    Kind.FUND: forms.fund,
    Kind.INVOICE: invoices.invoice,
    Kind.PHOTO: sundry.photo,
    Kind.OTHER: sundry.other,
}
