"""The fictitious residents of development and tests, put into the register or taken out of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select

from center.demo.people import Person, people
from center.schema import payments, residents


def set_up(connection: Connection, *, wanted: bool) -> None:
    """Brings the register to what the files beside this one say; writes nothing where it is so already."""
    cast = people()
    numbers = [person.number for person in cast]
    persons = [_person(person) for person in cast] if wanted else []
    paid = [row for person in cast for row in _paid(person)] if wanted else []
    if _same(connection, residents, numbers, persons) and _same(connection, payments, numbers, paid):
        return
    connection.execute(delete(payments).where(payments.c.number.in_(numbers)))
    connection.execute(delete(residents).where(residents.c.number.in_(numbers)))
    if wanted:
        connection.execute(insert(residents), persons)
        connection.execute(insert(payments), paid)


def _person(person: Person) -> dict[str, Any]:
    return {
        "number": person.number,
        "name": person.name,
        "phone": person.phone,
        "pin": person.pin,
        "address": person.address,
    }


def _paid(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "number": person.number,
            "year": year.year,
            "scheme": year.scheme.value,
            "months": year.months,
            "base": str(year.base),
            "paid": str(year.paid),
            "employer": year.employer,
        }
        for year in person.years
    ]


def _same(connection: Connection, table: Table, numbers: list[str], rows: list[dict[str, Any]]) -> bool:
    kept = connection.execute(select(table).where(table.c.number.in_(numbers))).mappings()
    return {tuple(row.items()) for row in kept} == {tuple(row.items()) for row in rows}
