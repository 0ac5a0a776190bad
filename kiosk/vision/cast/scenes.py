"""Every scene of the simulated cameras by its name: who is there, in what trouble, and who only pretends."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import islice

from kiosk.vision.cast import troubles
from kiosk.vision.cast.film import Film
from kiosk.vision.cast.flats import prints, screens
from kiosk.vision.cast.frames import HELD, panning, standing, turning
from kiosk.vision.cast.people import PEOPLE, Person
from kiosk.vision.cast.pictures import Image, View, cut
from kiosk.vision.cast.shots import Shot, alive, empty

TURN = 35.0
"""Degrees that people turn their heads from where they look in their picture."""
_TWO_PEOPLE = ("sample3.jpg", View(1380, 420, 720))
_NOBODY = ("sample3.jpg", View(220, 165, 320))

Pictures = dict[str, Image]


def shoot_all(film: Film, pictures: Pictures) -> None:
    """Makes every scene, two at a time."""
    with ThreadPoolExecutor(2) as pool:
        going = [
            pool.submit(_shoot_person, film, key, person, person.alone(pictures)) for key, person in PEOPLE.items()
        ]
        going.append(pool.submit(_shoot_troubles, film, PEOPLE["wang"], PEOPLE["wang"].alone(pictures)))
        going.append(pool.submit(_shoot_attacks, film, pictures))
        for each in going:
            each.result()
    film.shoot("nobody", empty(panning(pictures[_NOBODY[0]], _NOBODY[1])))
    film.shoot("two-people", empty(panning(pictures[_TWO_PEOPLE[0]], _TWO_PEOPLE[1])))


def _shoot_person(film: Film, key: str, person: Person, picture: Image) -> None:
    film.shoot(key, alive(standing(picture, person), person))
    for side, degrees in (("left", TURN), ("right", -TURN)):
        film.shoot(f"{key}-{side}", alive(turning(picture, person, degrees), person), hold=HELD, home=key)


def _shoot_troubles(film: Film, person: Person, picture: Image) -> None:
    """The right person in trouble."""
    shots = list(alive(standing(picture, person), person))
    film.shoot("dark", shots, light=0.14)
    film.shoot("backlight", (replace(shot, colour=troubles.backlight(shot.colour, person)) for shot in shots))
    film.shoot("blurred", (replace(shot, colour=troubles.blurred(shot.colour)) for shot in shots))
    for name, wear in (("mask", troubles.mask), ("sunglasses", troubles.sunglasses), ("glare", troubles.glare)):
        film.shoot(name, alive(standing(wear(picture, person), person), person))
    places = {
        "far": replace(person, height=2.0 * person.height),
        "near": replace(person, height=0.4 * person.height),
        "aside": replace(person, aside=0.32),
    }
    for name, there in places.items():
        film.shoot(name, alive(standing(picture, there), there))


def _shoot_attacks(film: Film, pictures: Pictures) -> None:
    """Somebody else with a picture of the right person."""
    room = cut(pictures[_NOBODY[0]], _NOBODY[1])
    wang = PEOPLE["wang"]
    picture, view = wang.alone(pictures), _close_up(wang)
    film.shoot("photo-of-wang", prints(picture, view, room))
    film.shoot("photo-turned-of-wang", prints(picture, view, room, swung=True), hold=HELD)
    film.shoot("phone-with-wang", screens(standing(picture, wang), room))
    film.shoot("phone-turning-wang", screens(turning(picture, wang, -TURN), room), hold=HELD)
    film.shoot("stranger-then-wang", _exchanged(pictures, prints(picture, view, room)), hold=8)


def _close_up(person: Person) -> View:
    """What of somebody is on a print: head and shoulders."""
    x, y = person.sitter.centre
    return View(x, y + 0.15 * person.sitter.size[1], 1.9 * person.sitter.size[1])


def _exchanged(pictures: Pictures, then: Iterator[Shot]) -> Iterator[Shot]:
    """Zhang is there, and all at once it is a picture of somebody else."""
    zhang = PEOPLE["zhang"]
    yield from islice(alive(standing(zhang.alone(pictures), zhang), zhang), 8)
    yield from islice(then, 12)
