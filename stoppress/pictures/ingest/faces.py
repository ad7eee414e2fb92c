"""Where the faces are, when OpenCV is installed (the extra `faces`); without it the centre counts until the desk says."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from stoppress.pictures.rules import Box

#: How sure YuNet must be, from 0 to 1.
_SURE = 0.7
#: Overlapping finds that the older detector needs before it counts a face.
_AGREEING = 6


def find(image: Any, model: str = "") -> Box | None:
    """The rectangle around the faces in a small sRGB image, in its pixels; None when there are none or nothing looks for them.

    `model` is the file of YuNet's network; without it OpenCV's own cascade looks for faces that look at us.
    """
    detect = _yunet(model) if model and Path(model).is_file() else _cascade()
    if detect is None:
        return None
    found = detect(image)
    if not found:
        return None
    # Faces far smaller than the largest are the crowd behind those whom the picture is about.
    largest = max((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in found)
    kept = [box for box in found if (box[2] - box[0]) * (box[3] - box[1]) >= largest / 8]
    return (min(b[0] for b in kept), min(b[1] for b in kept), max(b[2] for b in kept), max(b[3] for b in kept))


@lru_cache(maxsize=1)
def _opencv() -> Any:
    try:
        import cv2
    except ImportError:
        return None
    cv2.setNumThreads(1)
    return cv2


@lru_cache(maxsize=1)
def _yunet(model: str) -> Any:
    cv2 = _opencv()
    if cv2 is None:
        return None
    network = cv2.FaceDetectorYN.create(model, "", (320, 320), _SURE)

    def detect(image: Any) -> list[Box]:
        network.setInputSize((image.width, image.height))
        _, found = network.detect(cv2.cvtColor(image.numpy(), cv2.COLOR_RGB2BGR))
        return [_box(x, y, w, h) for x, y, w, h in (row[:4] for row in found)] if found is not None else []

    return detect


@lru_cache(maxsize=1)
def _cascade() -> Any:
    cv2 = _opencv()
    if cv2 is None:
        return None
    cascade = cv2.CascadeClassifier(str(Path(cv2.data.haarcascades) / "haarcascade_frontalface_default.xml"))

    def detect(image: Any) -> list[Box]:
        grey = cv2.equalizeHist(cv2.cvtColor(image.numpy(), cv2.COLOR_RGB2GRAY))
        found = cascade.detectMultiScale(grey, scaleFactor=1.1, minNeighbors=_AGREEING, minSize=(20, 20))
        return [_box(x, y, w, h) for x, y, w, h in found]

    return detect


def _box(x: Any, y: Any, w: Any, h: Any) -> Box:
    return (int(x), int(y), int(x + w), int(y + h))
