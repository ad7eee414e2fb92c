"""Words typed at the desk, made as safe to keep and to show as those that come over the wire."""

from django.db import models

from stoppress.kit import plain_text


def clean_words(row: models.Model) -> None:
    """Close direction marks and take out control characters in every text field of a row, in place."""
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if isinstance(field, models.SlugField) or not value or not isinstance(value, str):
            continue
        if isinstance(field, models.TextField):
            setattr(row, field.attname, plain_text.clean(value))
        elif isinstance(field, models.CharField) and "\0" not in value:  # which the field's own check refuses in words
            setattr(row, field.attname, plain_text.one_line(value))
