"""Where originals, masters and derivatives lie: a folder, or a store that speaks S3, under the same names."""

from stoppress.pictures.storage.media import BadMediaUrl, Kept, Media, media_from

__all__ = ["BadMediaUrl", "Kept", "Media", "media_from"]
