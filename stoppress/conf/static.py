"""Static files under names that carry their content's hash, compressed beside."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStatic(CompressedManifestStaticFilesStorage):
    """Whitenoise's storage; a file that the manifest lacks is served under its plain name, not an error."""

    manifest_strict = False
