"""The files of a picture, its original and its master, put where they belong."""

from django.core.files.base import ContentFile

from stoppress.pictures.ingest.kinds import kind_of
from stoppress.pictures.models import Picture
from stoppress.pictures.taken_in import Credentials, TakenIn


def keep_files(picture: Picture, data: bytes, taken: TakenIn, *, stem: str) -> None:
    """Keep the original of a picture under a name that begins with `stem`, and its master if it has one; the row is not saved."""
    picture.file.save(f"{stem}.{taken.kind}", ContentFile(data), save=False)
    if taken.master is not None:
        picture.master.save(f"{stem}.{kind_of(taken.master).name}", ContentFile(taken.master), save=False)
    # Keeping the file has set the sizes that Django reads in it; ours are upright.
    picture.width, picture.height, picture.file_size = taken.width, taken.height, len(data)
    picture._set_file_hash()


def credentials_as_json(credentials: Credentials | None) -> dict[str, str] | None:
    """What the column `credentials` keeps."""
    if credentials is None:
        return None
    signed_at = credentials.signed_at.isoformat() if credentials.signed_at else ""
    return {"state": credentials.state, "issuer": credentials.issuer, "signed_at": signed_at, "program": credentials.program}
