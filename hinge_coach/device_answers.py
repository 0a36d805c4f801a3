"""How the site answers the script that sends what waited on a device: in JSON, where it asks for that.

Nothing but `stored` with the id that was sent proves that it is stored: a page of sign-in, of a proxy or of an error is
no such answer.
"""

from uuid import UUID

from django.http import HttpRequest, JsonResponse

from hinge_coach.waiting import OFFERS, RefusalCode


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def stored(id: UUID, url: str = "") -> JsonResponse:
    """It is stored, now or since it was sent the first time. `url`: the page that says what came of it."""
    return JsonResponse({"stored": str(id), "url": url} if url else {"stored": str(id)})


def refused(id: str, code: RefusalCode, sentence: str) -> JsonResponse:
    """It isn't stored, and stays on the device with this sentence."""
    values = {"id": id, "code": code, "sentence": sentence, "offers": OFFERS.get(code, ())}
    return JsonResponse(values, status=422)
