"""What residents call each kind of document."""

from __future__ import annotations

from ocr.reading import Kind

NAMES = {
    Kind.ID_FRONT: ("身份证人像面", "the portrait side of an identity card"),
    Kind.ID_BACK: ("身份证国徽面", "the emblem side of an identity card"),
    Kind.HOUSEHOLD: ("户口簿", "a household register"),
    Kind.MARRIAGE: ("结婚证", "a marriage certificate"),
    Kind.BIRTH: ("出生医学证明", "a birth certificate"),
    Kind.LEASE: ("租房合同", "a lease"),
    Kind.PROPERTY: ("不动产权证", "a property certificate"),
    Kind.SOCIAL_SECURITY: ("社会保障卡", "a social-security card"),
    Kind.BANK_CARD: ("银行卡", "a bank card"),
    Kind.HEALTH: ("健康证", "a health certificate"),
    Kind.LICENCE: ("营业执照", "a business licence"),
    Kind.FUND: ("公积金提取申请表", "an application to withdraw from the housing fund"),
    Kind.INVOICE: ("发票", "an invoice"),
    Kind.PHOTO: ("证件照片", "a portrait"),
    Kind.OTHER: ("别的材料", "another paper"),
}
"""Chinese and English, the latter with its article."""
