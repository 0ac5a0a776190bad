"""The items of the centre (事项目录): what each asks for and gives, found by any of its names."""

from kiosk.catalog.form import Choice, FormField, FormFieldKind, FormSource
from kiosk.catalog.item import LABEL, Condition, Fee, Item, Material, Policy, Question
from kiosk.catalog.limits import FlowStep, Limit, Limits
from kiosk.catalog.loader import BrokenItem, Catalog, load
from kiosk.catalog.search import Hit, keywords
from kiosk.catalog.terms import (
    Delivery,
    DeviceKind,
    MaterialForm,
    MaterialSource,
    Necessity,
    PolicyMode,
    StepName,
    Zone,
)

__all__ = [
    "LABEL",
    "BrokenItem",
    "Catalog",
    "Choice",
    "Condition",
    "Delivery",
    "DeviceKind",
    "Fee",
    "FlowStep",
    "FormField",
    "FormFieldKind",
    "FormSource",
    "Hit",
    "Item",
    "Limit",
    "Limits",
    "Material",
    "MaterialForm",
    "MaterialSource",
    "Necessity",
    "Policy",
    "PolicyMode",
    "Question",
    "StepName",
    "Zone",
    "keywords",
    "load",
]
