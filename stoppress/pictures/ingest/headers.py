"""What a file's header says, held against what a picture may be, before a pixel is decoded."""

from stoppress.pictures.errors import PictureRefused
from stoppress.pictures.ingest import kinds
from stoppress.pictures.ingest.kinds import Kind

#: Bytes of the longest interlaced PNG once it is unpacked: it must be held as a whole, deep or not.
_MOST_INTERLACED = 80 * kinds.MEGA


def check_size(kind: Kind, width: int, height: int, *, is_progressive: bool = False) -> None:
    """Raises `PictureRefused` for more pixels than the kind may have, or sides that nothing real has."""
    most = kinds.MOST_HELD_PIXELS if is_progressive else kind.most_pixels
    if width < 1 or height < 1:
        raise PictureRefused("The picture says that it has no pixels. Save it anew and send it again.")
    if width * height > most:
        what = "progressive JPEG" if is_progressive else kind.name.upper().replace("JPG", "JPEG")
        raise PictureRefused(
            f"The picture says that it has {width:,} × {height:,} pixels; a {what} may have {most // kinds.MEGA} million. "
            "Save it smaller, or as an ordinary JPEG, and send that."
        )
    if max(width, height) > kinds.LONGEST_SIDE:
        longest = f"{max(width, height):,}"
        raise PictureRefused(f"The picture is {longest} pixels long; {kinds.LONGEST_SIDE:,} is the most. Save it smaller.")


def check_png(data: bytes) -> None:
    """Raises `PictureRefused` for a moving PNG, and for an interlaced one that would take too much memory."""
    if b"acTL" in data[: max(data.find(b"IDAT"), 0)]:
        raise PictureRefused("This PNG moves. Send one frame of it, or an animated GIF.")
    width, height = int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    depth, colours, interlaced = data[24], data[25], data[28] if len(data) > 28 else 0
    bands = {0: 1, 2: 3, 3: 3, 4: 2, 6: 4}.get(colours, 4)
    if interlaced and width * height * bands * max(1, depth // 8) > _MOST_INTERLACED:
        raise PictureRefused("This interlaced PNG is too large to be unpacked. Save it without interlacing and send that.")


def check_frames(kind: Kind, pages: int, width: int, height: int) -> None:
    """Raises `PictureRefused` for more than one picture in a file, but for GIFs that are short and small enough to move."""
    if pages == 1:
        return
    if kind is not kinds.GIF:
        raise PictureRefused(f"There are {pages:,} pictures in this file. Send the one that is meant by itself.")
    if pages > kinds.MOST_FRAMES or pages * width * height > kinds.MOST_MOVING_PIXELS:
        raise PictureRefused(
            f"This GIF has {pages:,} frames of {width:,} × {height:,} pixels; {kinds.MOST_FRAMES} frames and "
            f"{kinds.MOST_MOVING_PIXELS // kinds.MEGA} million pixels in all are the most. Make it shorter or smaller."
        )
